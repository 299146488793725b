"""The rows of the table, written as text: the template engine took three times as long and twice the bytes.

Each column is one function from a card to its cell. Headings on a phone come from CSS, by the cell's class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from opportunities.domain.added_columns import ADDED, ranking
from opportunities.domain.kinds import FORECAST_CATEGORIES, SOURCES, SUBTYPES, label
from opportunities.models import Opportunity
from opportunities.queries.board import Card
from salesops.web.addresses import record_url
from salesops.web.templatetags.components import avatar, gate_meter, icon, stage_glyph
from salesops.web.templatetags.formats import day, due, is_overdue, money, short_name

register = template.Library()

NOTHING = "–"
ROW = """\
<tr data-item id="row-{pk}">\
<td class="cell-pick"><input type="checkbox" name="ids" value="{pk}" aria-labelledby="n{pk}"></td>\
<td class="lead"><a id="n{pk}" href="{url}" data-open{title}><b>{name}</b><small> {detail}</small></a></td>"""
EDITABLE = frozenset({"close", "next_step", "forecast"})


def _days(card: Card) -> SafeString:
    text = f"{card.days}/{card.benchmark} d" if card.benchmark else f"{card.days} d"
    return format_html('<b class="warn">{}</b>', text) if card.is_over else format_html("{}", text)


def _next_step(card: Card) -> SafeString | str:
    deal = card.opportunity
    if not deal.next_step:
        return NOTHING
    late = mark_safe(' class="bad"') if is_overdue(deal.next_step_date) else ""
    return format_html("<span>{}</span><small{}> {}</small>", deal.next_step, late, due(deal.next_step_date))


def _marks(card: Card) -> SafeString:
    return format_html_join("", "{}", ((shown.text,) for shown in card.marks))


CELLS: dict[str, Callable[[Card], SafeString | str]] = {
    "stage": lambda card: format_html("{}{}", stage_glyph(card.stage.order, card.stages, card.glyph), card.stage.label),
    "amount": lambda card: money(card.opportunity.amount, card.opportunity.currency),
    "weighted": lambda card: money(round(card.weighted)),
    "close": lambda card: day(card.opportunity.close_date),
    "owner": lambda card: format_html(
        "{}{}", avatar(card.opportunity.owner.name), short_name(card.opportunity.owner.name)
    ),
    "gate": lambda card: gate_meter(card.states) if card.evaluation else "",
    "score": _marks,
    "in_stage": _days,
    "next_step": _next_step,
    "forecast": lambda card: label(FORECAST_CATEGORIES, card.opportunity.forecast_category),
    "subtype": lambda card: label(SUBTYPES, card.opportunity.subtype),
    "account": lambda card: card.opportunity.account.name if card.opportunity.account else NOTHING,
    "source": lambda card: label(SOURCES, card.opportunity.source),
    "region": lambda card: card.opportunity.region.upper() or NOTHING,
    "created": lambda card: day(card.opportunity.created_at),
    "probability": lambda card: f"{card.opportunity.probability}%",
    "product": lambda card: card.opportunity.product.name if card.opportunity.product else NOTHING,
}


def added_cell(card: Card, key: str) -> SafeString | str:
    """Write the cell of a column that another room adds."""
    column = ADDED[key]
    value = getattr(card.opportunity, column.name)
    return NOTHING if value in (None, "") else conditional_escape(column.draw(value))


@register.simple_tag
def deal_rank(deal: Opportunity) -> SafeString | str:
    """Write how far up a deal belongs, as a link to how it came by that; nothing where it was not read yet."""
    column = ranking()
    value = getattr(deal, column.name, None) if column else None
    if column is None or value is None:
        return ""
    return format_html(
        '<a class="rank" href="{}#{}" title="{} {} of 100. Open the formula" aria-label="{} {} of 100">{}</a>',
        *(record_url(column.explained, deal.pk), column.key, column.label, value, column.label, value, value),
    )


@register.simple_tag
def deal_cell(card: Card, key: str, *, saved: bool = False) -> SafeString:
    """Write what one cell holds; an open deal's editable ones lead to their form."""
    tick = icon("check", 14) if saved else ""
    content = CELLS[key](card) if key in CELLS else added_cell(card, key)
    if saved:
        content = format_html('{}<i class="cell-saved">{}</i>', content, tick)
    if key in EDITABLE and card.opportunity.is_open:
        return format_html('<a href="{}">{}</a>', record_url("opportunities:cell", card.opportunity.pk, key), content)
    return conditional_escape(content)


@register.simple_tag
def deal_rows(cards: Iterable[Card], columns: Iterable[str]) -> SafeString:
    """Write the rows of the table."""
    keys = list(columns)
    form = ROW + "".join(f'<td class="c-{key}">{{}}</td>' for key in keys) + "</tr>"
    return format_html_join("\n", "{}", ((_row(card, keys, form),) for card in cards))


def _row(card: Card, keys: list[str], form: str) -> SafeString:
    deal = card.opportunity
    name = deal.account.name if deal.account else deal.name
    detail = (deal.use_case or deal.name) if deal.account else "no account"
    return format_html(
        form,
        *(deal_cell(card, key) for key in keys),
        pk=deal.pk,
        url=record_url("opportunities:page", deal.pk),
        title=format_html(' title="{}"', deal.name) if len(name) + len(detail) > 36 else "",
        name=name,
        detail=detail,
    )
