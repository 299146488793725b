"""What marketing makes or picks to educate the market: a piece of it, where it stands, and for whom it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import RETURN_VALUE, FSMField, transition

from salesops.db.models import VersionedModel
from salesops.intake.domain.marketing import AUDIENCES, CHANNELS, EDGES, KINDS, ORIGINS, STATES


def _may_go(asset: MarketingAsset) -> bool:
    return bool(EDGES[asset.state])


class MarketingAsset(VersionedModel):
    """One piece of marketing (domain §11.7). Published, it stands in a channel under a link."""

    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=16, choices=KINDS)
    origin = models.CharField(max_length=8, choices=ORIGINS, default="created")
    topic = models.CharField(max_length=80, blank=True)
    state = FSMField(max_length=10, default="idea", choices=STATES, editable=False)
    channel = models.CharField(max_length=12, blank=True, choices=CHANNELS)
    link = models.CharField(max_length=500, blank=True)
    audience = models.CharField(max_length=12, choices=AUDIENCES, default="public")
    campaign = models.CharField(max_length=80, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="marketing_assets")
    published_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="intake_asset_has_title"),
            models.CheckConstraint(condition=Q(state__in=list(EDGES)), name="intake_asset_state_known"),
            models.CheckConstraint(
                condition=~Q(state="published") | (~Q(channel="") & ~Q(link="") & Q(published_at__isnull=False)),
                name="intake_asset_published_somewhere",
            ),
        ]
        indexes = [models.Index(fields=["state", "audience", "-published_at"], name="intake_asset_shelf")]

    def __str__(self) -> str:
        return self.title

    @transition(field=state, source="*", target=RETURN_VALUE(), conditions=[_may_go])
    def go(self, to: str) -> str:
        """This function will move the asset to a state."""
        return to
