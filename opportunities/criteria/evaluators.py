"""The evaluators of layer 2: what each criterion means, in sentences. SQL twins: migrations/0002_gates.sql."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from opportunities.criteria.loading import load_opportunity_facts, load_testimony
from opportunities.domain.facts import ActivityFact, OpportunityFacts
from opportunities.domain.kinds import (
    ALL_QUESTIONS,
    DOCUMENT_KINDS,
    HELD_KINDS,
    SOURCES,
    STAKEHOLDER_ROLES,
    label,
)
from opportunities.domain.terms import ClosingFacts
from salesops.process.domain.gate import Fix, State, Testimony, Verdict
from salesops.process.domain.registry import RecordFacts, criterion, facts

Args = Mapping[str, Any]

facts("opportunity", OpportunityFacts)(load_opportunity_facts)
facts("opportunity", Testimony)(load_testimony)

KINDS_WORDS = {
    "enquiry": "enquiries",
    "outreach": "outreach",
    "call": "calls",
    "meeting": "meetings",
    "email": "e-mails",
    "note": "notes",
}
FIELD_WORDS = {
    "problem": "problem statement",
    "amount": "amount",
    "close_date": "close date",
    "expected_purchase_date": "expected purchase date",
    "renewal_date": "renewal date",
    "next_step": "next step",
    "objective": "objective",
    "why_now": "why now",
    "why_us": "why us",
    "position": "competitive position",
}
COUNT_WORDS = {
    "enquiries": ("an enquiry", "enquiry", Fix("log_activity", "Log the enquiry", "enquiry")),
    # A lead is linked by converting it; a deal opened otherwise logs the enquiry it began with.
    "leads": ("a lead", "lead", Fix("log_activity", "Log the enquiry", "enquiry")),
    "stakeholders": ("a stakeholder", "stakeholders", Fix("add_stakeholder", "Add person")),
    "held_activities": ("a held call or meeting", "held calls or meetings", Fix("log_activity", "Log activity")),
    "pursuit_plans": ("a pursuit plan", "pursuit plan", Fix("edit_plan", "Write the plan")),
    "agreements": ("a running agreement", "running agreements", Fix("edit_core", "Check the account")),
    "viable_answers": (
        "a viable answer",
        "of budget, authority and timeline viable",
        Fix("edit_core", "Set viability"),
    ),
}


def _met(sentence: str, *evidence: str) -> Verdict:
    return Verdict(State.MET, sentence, evidence)


def _unmet(sentence: str, fix: Fix) -> Verdict:
    return Verdict(State.UNMET, sentence, fix=fix)


def _words(field: str) -> str:
    return FIELD_WORDS.get(field) or label(ALL_QUESTIONS, field).split(":")[0].lower()


@criterion("field_set")
def field_set(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that the named fields of a record are filled, to a length in characters."""
    where = args.get("record", "opportunity")
    record = known.part(OpportunityFacts).record(where)
    least = args.get("min_length", 1)
    values = {name: str(record.get(name) or "").strip() for name in args["fields"]}
    short = [name for name, value in values.items() if len(value) < least]
    fix = Fix({"discovery": "edit_discovery", "pursuit_plan": "edit_plan"}.get(where, "edit_core"), "Fill in", where)
    if short and least > 1 and len(values) == 1:
        return _unmet(f"The {_words(short[0])} has {len(values[short[0]])} of {least} characters.", fix)
    if short:
        named = ", ".join(_words(name) for name in short)
        return _unmet(f"{len(short)} of {len(values)} missing: {named}.", fix)
    return _met(f"{', '.join(_words(name) for name in values).capitalize()} filled in.")


@criterion("field_gte")
def field_gte(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that a number reaches a minimum."""
    value = known.part(OpportunityFacts).fields.get(args["field"])
    words = _words(args["field"])
    if isinstance(value, int | Decimal) and value >= Decimal(str(args["min"])):
        return _met(f"The {words} is {value:,}.")
    return _unmet(f"The {words} is {value or 0:,}; at least {args['min']} is needed.", Fix("edit_commercial", "Set it"))


@criterion("field_in")
def field_in(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that a field holds one of the listed values."""
    value = known.part(OpportunityFacts).fields.get(args["field"])
    words = _words(args["field"])
    if value in args["values"]:
        return _met(f"The {words} is {value}.")
    return _unmet(
        f"The {words} is {value or 'not set'}; wanted: {' or '.join(args['values'])}.", Fix("edit_core", "Set it")
    )


@criterion("date_within")
def date_within(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that a date lies at most so many days after creation, or after now."""
    values = known.part(OpportunityFacts).fields
    value, words = values.get(args["field"]), _words(args["field"])
    base = values["created_at"] if args.get("base") == "created_at" else now
    if not isinstance(value, date) or not isinstance(base, datetime):
        return _unmet(f"The {words} is not set.", Fix("edit_core", "Set the date"))
    limit = base.date() + timedelta(days=args["days"])
    if value <= limit:
        return _met(f"The {words} is {value:%-d %b %Y}.")
    return _unmet(f"The {words} is {value:%-d %b %Y}, after {limit:%-d %b %Y}.", Fix("edit_core", "Set the date"))


@criterion("record_exists")
def record_exists(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that at least one of the named kinds of record is there."""
    found = [COUNT_WORDS[what][0] for what in args["any"] if _count(known, what)]
    if found:
        return _met(f"There is {found[0]}.")
    wanted = " or ".join(COUNT_WORDS[what][0] for what in args["any"])
    return _unmet(f"There is no {wanted.removeprefix('an ').removeprefix('a ')} yet.", COUNT_WORDS[args["any"][0]][2])


def _count(known: RecordFacts, what: str) -> int:
    # What the customer holds is read only where a gate asks for it.
    return (
        len(known.part(ClosingFacts).agreements) if what == "agreements" else known.part(OpportunityFacts).count(what)
    )


@criterion("count_gte")
def count_gte(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask for a number of things, and for none of those named in `without`."""
    here = known.part(OpportunityFacts)
    _, words, fix = COUNT_WORDS[args["what"]]
    number, least = here.count(args["what"]), args["min"]
    excluded = here.count(args.get("without", ""))
    if number < least:
        return _unmet(f"{number} of {least} {words}.", fix)
    if excluded:
        return _unmet(f"{excluded} must be settled first: {args['without'].replace('_', ' ')}.", fix)
    return _met(f"{number} {words}.")


@criterion("activity_held")
def activity_held(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask for activities of a kind, with a note of a length, within a number of days.

    `when_source` asks deals of that source alone; `ae` wants an account executive at one beyond the first (1-X3).
    """
    here, source = known.part(OpportunityFacts), args.get("when_source", "")
    if source and here.fields["source"] != source:
        return _met(f"Asked only where the source is {label(SOURCES, source)}.")
    kinds, least, note = args.get("kinds") or HELD_KINDS, args.get("min", 1), args.get("min_note", 0)
    of_kind = sorted(
        (item for item in here.activities if _is_asked(item, args, now)), key=lambda each: each.happened_at
    )
    fitting = [item for item in of_kind if item.note_length >= note]
    words = " or ".join(KINDS_WORDS[kind] for kind in kinds) + (" with the customer" if args.get("customer") else "")
    fix = Fix("log_activity", "Log activity", kinds[0])
    if len(fitting) >= least:
        if args.get("ae") and not any(item.has_ae for item in fitting[1:]):
            return _unmet("No account executive attended the follow-up.", fix)
        return _met(
            f"{len(fitting)} logged, last on {fitting[-1].happened_at:%-d %b}." if fitting else "Enough logged."
        )
    if len(of_kind) >= least:
        return _unmet(f"{len(fitting)} of {least} {words} with a note of {note} characters.", fix)
    window = args.get("within_days")
    recent = f" in the last {window} days" if window else ""
    return _unmet(f"{len(fitting)} of {least} {words} logged{recent}.", fix)


def _is_asked(item: ActivityFact, args: Args, now: datetime) -> bool:
    window = args.get("within_days")
    return (
        item.kind in (args.get("kinds") or HELD_KINDS)
        and item.happened_at <= now
        and (not args.get("customer") or item.customer_count > 0)
        and (window is None or item.happened_at >= now - timedelta(days=window))
    )


def _documents(known: RecordFacts, args: Args, states: frozenset[str], wanted_state: str) -> Verdict:
    documents = known.part(OpportunityFacts).documents
    there = {item.kind: item for item in documents if item.state in states}
    wanted = args.get("any") or args.get("all") or ["invoice"]
    missing = [kind for kind in wanted if kind not in there]
    if not missing or ("any" in args and len(missing) < len(wanted)):
        titles = [there[kind].title for kind in wanted if kind in there]
        return _met(f"{', '.join(titles)} {wanted_state}.", *titles)
    joiner = " or " if "any" in args else " and "
    names = joiner.join(label(DOCUMENT_KINDS, kind).lower() for kind in missing)
    drafts = [item.title for item in documents if item.kind in missing]
    draft = f" {drafts[0]} is filed but not {wanted_state}." if drafts else ""
    return _unmet(f"No {names} is {wanted_state}.{draft}", Fix("add_document", "File document", missing[0]))


@criterion("document_present")
def document_present(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that documents of the kinds have been issued to the customer."""
    return _documents(known, args, frozenset({"issued", "signed", "paid"}), "issued")


@criterion("document_signed")
def document_signed(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask for signed documents; a draft or an informal yes never counts (domain §7.3)."""
    return _documents(known, args, frozenset({"signed"}), "signed")


@criterion("payment_received")
def payment_received(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask for an invoice that is paid (won policy `documents_and_payment`)."""
    return _documents(known, {"any": ["invoice"]}, frozenset({"paid"}), "paid")


@criterion("milestone_reached")
def milestone_reached(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that the named wins are reached and not revoked (domain §2.5)."""
    reached = known.part(OpportunityFacts).milestones
    missing = [key for key in args["milestones"] if key not in reached]
    names = ", ".join(key.replace("_", " ").capitalize() for key in missing or args["milestones"])
    if missing:
        return _unmet(f"Not reached: {names}.", Fix("reach_milestone", "Record the win", missing[0]))
    return _met(f"{names} reached.")


@criterion("contact_role_present")
def contact_role_present(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask for a contact in one of the roles who is still there."""
    people = [item for item in known.part(OpportunityFacts).stakeholders if item.role in args["roles"]]
    staying = [item for item in people if not item.has_left]
    names = " or ".join(label(STAKEHOLDER_ROLES, role).lower() for role in args["roles"])
    if staying:
        return _met(f"{staying[0].name} is {label(STAKEHOLDER_ROLES, staying[0].role).lower()}.")
    why = f"{people[0].name} has left; no other {names} is named." if people else f"No {names} is named."
    return _unmet(why, Fix("add_stakeholder", "Add person", args["roles"][0]))


@criterion("icp_fit")
def icp_fit(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask that the account fits the ideal customer profile (domain §11.7)."""
    here, least = known.part(OpportunityFacts), args.get("min", 60)
    fit = here.icp_fit
    if fit is not None and fit >= least:
        # What a move rested on is kept with it, the version of the rules too (1-E4).
        return _met(f"The account fits version {here.icp_rule_version} of the customer profile at {fit} of 100.")
    shown = "not scored" if fit is None else f"{fit} of 100"
    return _unmet(
        f"The account's profile fit is {shown}; {least} is needed.", Fix("edit_account", "Complete the account")
    )


@criterion("persona_ok")
def persona_ok(known: RecordFacts, args: Args, now: datetime) -> Verdict:
    """This function will ask for a contact with the right persona."""
    people = [item for item in known.part(OpportunityFacts).stakeholders if not item.has_left]
    fitting = [item for item in people if item.persona in args["personas"]]
    if fitting:
        return _met(f"{fitting[0].name} has the right persona.")
    return _unmet(f"None of {len(people)} contacts has the right persona.", Fix("add_stakeholder", "Add person"))
