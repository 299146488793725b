"""The cards of the board, written as text for the same reason as the rows of the table: a hundred stand on a page."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from opportunities.domain.added_columns import ADDED
from opportunities.queries.board import Badge, Card
from opportunities.templatetags.deal_rows import added_cell
from salesops.web.addresses import record_url
from salesops.web.templatetags.components import avatar, gate_meter, icon
from salesops.web.templatetags.formats import day, money

register = template.Library()

CARD = """\
<article class="card" draggable="true" data-item data-name="{name}" data-version="{version}"\
 data-move-url="{move_url}" id="card-{pk}">
<div class="card-line"><a class="card-name" href="{page_url}" data-open draggable="false">{title}</a>{marks}</div>
<div class="card-use">{use}</div>
<div class="card-line card-money"><b>{amount}</b><span>{close}</span></div>
<div class="card-line card-gate">{gate}{days}</div>
<div class="card-foot"><div class="card-badges">{badges}</div>{owner}</div>
</article>
"""


@register.simple_tag
def deal_cards(cards: Iterable[Card]) -> SafeString:
    """Write the cards of one column."""
    return format_html_join("", "{}", ((_card(card),) for card in cards))


def _card(card: Card) -> SafeString:
    deal = card.opportunity
    return format_html(
        CARD,
        pk=deal.pk,
        name=deal.name,
        version=deal.version,
        move_url=record_url("opportunities:move", deal.pk),
        page_url=record_url("opportunities:page", deal.pk),
        title=deal.account.name if deal.account else deal.name,
        marks=format_html_join("", "{}", ((added_cell(card, key),) for key, each in ADDED.items() if each.on_card)),
        use=(deal.use_case or deal.name) if deal.account else "No account",
        amount=money(deal.amount, deal.currency),
        close=day(deal.close_date),
        gate=gate_meter(card.states) if card.evaluation else format_html("<span></span>"),
        days=_days(card),
        badges=format_html_join("", "{}", ((_badge(badge),) for badge in card.badges)),
        owner=avatar(deal.owner.name, label=True),
    )


def _days(card: Card) -> SafeString:
    if not card.benchmark:
        return format_html('<span title="Days in this stage">{} d</span>', card.days)
    over = ' class="card-over"' if card.is_over else ""
    title = "Days in this stage against its benchmark"
    return format_html(f'<span{over} title="{title}">{{}}/{{}} d</span>', card.days, card.benchmark)


def _badge(badge: Badge) -> SafeString:
    return format_html('<span class="badge badge-{}">{}{}</span>', badge.tone, icon(badge.icon, 12), badge.label)
