"""What somebody else changed in a success plan while it was being written, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from qualification.domain.success_plan import SIGNS, PlanTerms


def stale_values(read: PlanTerms | None, mine: PlanTerms, now: PlanTerms) -> dict[str, dict[str, str]]:
    """This function will name what changed since `read` and saving `mine` would undo: name → `yours`, `now`.

    A criterion is known by its key and named by its text, a person by their name; what is not there is an empty text.
    """
    versions = [terms for terms in (read, mine, now) if terms]
    names = {each.key: each.text for terms in versions for each in terms.criteria}
    before, yours, theirs = (_in_words(terms, names) if terms else {} for terms in (read, mine, now))
    return {
        name: {"yours": yours.get(name, ""), "now": theirs.get(name, "")}
        for name in {**theirs, **before}
        if before.get(name) != theirs.get(name) != yours.get(name)
    }


def _in_words(terms: PlanTerms, names: Mapping[str, str]) -> dict[str, str]:
    words: dict[str, str] = {}
    for name in (each.name for each in fields(terms)):
        value = getattr(terms, name)
        if isinstance(value, str | date):
            words[name.replace("_", " ").capitalize()] = f"{value:%-d %b %Y}" if isinstance(value, date) else value
    for each in terms.criteria:
        text = f"“{each.text}”, " if each.text != names[each.key] else ""
        wanted = f"{each.metric} {SIGNS[each.direction]} {each.target} {each.unit}".strip()
        words[names[each.key]] = f"{text}{wanted}, {each.category}, {each.priority}"
    for person in terms.participants:
        words[person.name] = f"{person.duty or 'Takes part'}{', committed' if person.is_committed else ''}"
    return words
