"""Who validates: the person of layer 3 whose skill fits, who is here, and who has least on the desk."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from opportunities.models import Opportunity
from qualification.models import Review
from salesops.charter.capacities import VALIDATION_ROLES
from salesops.core.actor import Actor
from salesops.process.queries import definition_of
from salesops.users.models import Absence, User
from salesops.users.queries import people

# The role that knows a process best; every other deal goes to solution engineering first (domain §1.6).
SKILL_OF_PROCESS = {"nb.certification": "cert_sme"}
FIRST_SKILL = "solutions_engineer"


def choose_reviewer(opportunity: Opportunity, *, requester_id: int, now: datetime) -> User | None:
    """This function will name the default reviewer: never the owner, originator or requester, nobody who is away."""
    skill = SKILL_OF_PROCESS.get(definition_of(opportunity.definition_id).key, FIRST_SKILL)
    waiting = Review.objects.filter(state="waiting", reviewer=OuterRef("pk")).values("reviewer")
    away = Absence.objects.filter(starts_on__lte=now.date(), ends_on__gte=now.date()).values("user")
    own = [opportunity.owner_id, opportunity.originator_id, requester_id]
    return (
        User.objects.filter(is_active=True, role_grants__role__in=VALIDATION_ROLES)
        .exclude(Q(pk__in=[each for each in own if each]) | Q(pk__in=away))
        .annotate(
            is_other_skill=Case(
                When(role_grants__role=skill, then=Value(0)), default=Value(1), output_field=IntegerField()
            ),
            load=Coalesce(Subquery(waiting.annotate(n=Count("pk")).values("n")), 0),
        )
        .order_by("is_other_skill", "load", "pk")
        .first()
    )


def reviewers(actor: Actor) -> list[tuple[int, str]]:
    """This function will list whom a review can be given to, by name."""
    found = people(actor).filter(role_grants__role__in=VALIDATION_ROLES).distinct().order_by("name")
    return list(found.values_list("pk", "name"))
