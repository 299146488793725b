"""Load the demo company Halden Works into an empty development database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from qualification.services.recompute_all_health import recompute_all_health
from salesops.management.demo.approvals import ask_for_approvals
from salesops.management.demo.deals import Stage, load_deals
from salesops.management.demo.history import load_history
from salesops.management.demo.introductions import load_introductions, load_partners
from salesops.management.demo.leads import load_leads
from salesops.management.demo.people import load_people, load_reference
from salesops.management.demo.prices import publish_price_books
from salesops.management.demo.territories import dispute_an_account, draw_map
from salesops.stack.demo_access import write_demo_access
from salesops.users.queries import actor_for, is_anybody_here


class Command(BaseCommand):
    """People, customers, open deals and eighteen months of history; refused in production settings."""

    help = "Load the demo company (run as the import role, on an empty database, never in production)."

    def add_arguments(self, parser: Any) -> None:
        """Let `make up` call this at every first start, also after one that was killed half-way."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing where the database has people")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will load everything in one transaction and write the sign-ins to a private file."""
        if settings.ENVIRONMENT.production:
            raise CommandError("The demo company never loads into a production system; use development settings.")
        if is_anybody_here():
            if options["if_empty"]:
                return
            raise CommandError("This database has people already; the demo company loads into an empty one only.")
        now = timezone.now()
        with transaction.atomic():
            people = load_people(now)
            stage = Stage(now, actor_for(people.by_name["Kim Sato"], via="command"), people)
            load_reference(stage.operations, now)
            publish_price_books(stage.operations, now)
            draw_map(stage.operations, people, now)
            brought = load_partners(stage)
            deals = load_deals(stage)
            ask_for_approvals(stage)
            dispute_an_account(people, stage.accounts["Zephyr Grid"][0], now)
            closed = load_history(stage)
            leads = load_leads(stage)
            load_introductions(stage, brought)
            recompute_all_health(now=now)
            # Before the commit: a kill after it would leave people whose passwords nobody knows.
            path = write_demo_access(settings.DATA_DIR, settings.SITE_URL, people.sign_ins)
        self.stdout.write(
            f"Loaded {len(people.by_name)} people, {deals} open and {closed} closed deals, {leads} leads; see {path}."
        )
