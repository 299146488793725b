"""Read marketing assets: the library, whom each brought, and the kit partners may use."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet

from salesops.accounts.queries import sees_customers
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.intake.domain.marketing import STATES
from salesops.intake.models import MarketingAsset

# A lead came by the asset or campaign of its first signal, and was won over by that of its last (domain §11.7).
_ATTRIBUTION = """
    WITH told AS (
        SELECT s.id, s.lead_id, s.at, s.asset_id, l.status = 'converted' AS is_deal,
               coalesce(nullif(s.campaign, ''), nullif(a.campaign, '')) AS campaign
        FROM intake_leadsignal s JOIN intake_lead l ON l.id = s.lead_id
        LEFT JOIN intake_marketingasset a ON a.id = s.asset_id
    ), touched AS (
        SELECT lead_id, {key} AS key, is_deal,
               row_number() OVER (PARTITION BY lead_id ORDER BY at, id) AS first,
               row_number() OVER (PARTITION BY lead_id ORDER BY at DESC, id DESC) AS last
        FROM told WHERE {key} IS NOT NULL)
    SELECT key, count(DISTINCT lead_id), count(*) FILTER (WHERE first = 1), count(*) FILTER (WHERE last = 1),
           count(DISTINCT lead_id) FILTER (WHERE is_deal)
    FROM touched {which} GROUP BY key ORDER BY 2 DESC, 1 LIMIT 200
"""
_BY_ASSET = _ATTRIBUTION.format(key="asset_id", which="WHERE key = ANY(%s)")
_BY_CAMPAIGN = _ATTRIBUTION.format(key="campaign", which="")


@dataclass(frozen=True, slots=True)
class Attribution:
    """How many leads an asset or a campaign touched, as the first, as the last, and how many of them became deals."""

    leads: int = 0
    first: int = 0
    last: int = 0
    deals: int = 0


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign and whom it brought."""

    campaign: str
    brought: Attribution


@dataclass(frozen=True, slots=True)
class AssetRow:
    """An asset and whom it brought."""

    asset: MarketingAsset
    brought: Attribution


@dataclass(frozen=True, slots=True)
class Library:
    """Assets of a state and audience, newest first, with the numbers of each state."""

    rows: list[AssetRow]
    states: list[tuple[str, str, int]]


def visible_to(actor: Actor) -> QuerySet[MarketingAsset]:
    """This function will return the assets the actor may see: all who work here, nobody from outside."""
    return MarketingAsset.objects.all() if sees_customers(actor) else MarketingAsset.objects.none()


def asset_by_id(actor: Actor, asset_id: int) -> MarketingAsset:
    """This function will return one asset. Raises: NotVisible where there is none for this actor."""
    found = visible_to(actor).select_related("owner").filter(pk=asset_id).first()
    if found is None:
        raise NotVisible("asset_not_found", "There is no such asset here.")
    return found


def library(actor: Actor, *, state: str = "", audience: str = "") -> Library:
    """This function will return the asset library, narrowed to a state and an audience where they are named."""
    rows = visible_to(actor)
    if audience:
        rows = rows.filter(audience=audience)
    counts = rows.aggregate(**{key: Count("id", filter=Q(state=key)) for key, _ in STATES})
    if state:
        rows = rows.filter(state=state)
    assets = list(rows.select_related("owner").order_by("-updated_at", "-id")[:200])
    brought = attribution([each.pk for each in assets])
    return Library(
        [AssetRow(each, brought.get(each.pk, Attribution())) for each in assets],
        [(key, label, counts[key]) for key, label in STATES],
    )


def attribution(asset_ids: list[int]) -> dict[int, Attribution]:
    """This function will count whom assets brought, in one statement (domain §11.7)."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_ASSET, [asset_ids])
        return {asset_id: Attribution(*numbers) for asset_id, *numbers in cursor.fetchall()}


def campaigns(actor: Actor) -> list[CampaignRow]:
    """This function will count whom campaigns brought, the most first: by signals that name one or an asset of it."""
    if not sees_customers(actor):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BY_CAMPAIGN)
        return [CampaignRow(name, Attribution(*numbers)) for name, *numbers in cursor.fetchall()]


def partner_kit() -> QuerySet[MarketingAsset]:
    """This function will return what partners may use: published for them or for everybody, newest first (§11.7)."""
    rows = MarketingAsset.objects.filter(state="published", audience__in=("partner_kit", "public"))
    return rows.order_by("-published_at", "-id")
