"""Who must not decide: the requester, whoever wrote the terms, and everybody who stands in for those (domain §1.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def with_deputies(people: Iterable[int], deputies: Mapping[int, Iterable[int]]) -> frozenset[int]:
    """This function will return the people and everybody who stands in for them, directly or through others.

    `deputies` maps a person to those who stand in for them now.
    """
    found: set[int] = set()
    waiting = list(people)
    while waiting:
        person = waiting.pop()
        if person not in found:
            found.add(person)
            waiting.extend(deputies.get(person, ()))
    return frozenset(found)


def makes_circle(approver: int, deputy: int, deputies: Mapping[int, Iterable[int]]) -> bool:
    """This function will say whether a new deputy would, through others, be stood in for by the approver."""
    return approver in with_deputies([deputy], deputies)
