"""Agreements held by the account their deal is with."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0004_agreements_follow_their_deal.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Read what a customer holds through its deals, so that a merge of accounts takes it along."""

    dependencies = [("handoff", "0003_agreed_offer")]

    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        migrations.RemoveIndex("agreement", "agreement_running"),
    ]
