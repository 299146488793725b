"""Which lifecycle a new deal is proposed, from a few answers in plain words (domain §2.2, zone rule of §2.10)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A chain of processes, by the one its opportunities follow."""

    key: str
    label: str
    process: str


LIFECYCLES = {
    each.key: each
    for each in (
        Lifecycle("platform_commit", "Platform commitment", "nb.standard"),
        Lifecycle("edge_connectivity", "Edge connectivity", "nb.edge"),
        Lifecycle("runtime_scale", "Runtime at scale", "nb.scale"),
        Lifecycle("certification", "Certification", "nb.certification"),
        Lifecycle("community", "Community", "nb.community"),
        Lifecycle("simple", "Simple", "generic.three_stage"),
    )
}
OFFERS = {
    "platform": "Our platform",
    "certification": "Certification services",
    "community": "A member community, or a grant",
    "simple": "Something small that one or two people decide",
}
ADOPTION = {"low": "Little of it, or none", "high": "Widely, in production"}
MATURITY = {"low": "Starting: few standards, few owners", "high": "Settled: standards, owners, budgets"}
LOW, HIGH = "low", "high"


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of the customer: what they buy, how much of the open runtime they run, how they operate."""

    offer: str = ""
    adoption: str = ""
    maturity: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything was answered."""
        return bool(self.offer or self.adoption or self.maturity)


NOTHING_KNOWN = Situation()


@dataclass(frozen=True, slots=True)
class LifecycleProposal:
    """The lifecycle by rule, and why."""

    lifecycle: Lifecycle
    sentence: str


_BY_OFFER = {
    "certification": ("certification", "They buy certification services."),
    "community": ("community", "They join as a community, or by a grant."),
    "simple": ("simple", "It is small: three stages are enough."),
}
# Runtime adoption, then operational maturity.
_BY_ZONE = {
    (LOW, HIGH): ("edge_connectivity", "They operate well and run little of the open runtime: the edge comes first."),
    (HIGH, LOW): ("runtime_scale", "They run the open runtime widely and lack governance: scale comes first."),
    (HIGH, HIGH): ("platform_commit", "They run it widely and operate well: talk about expansion."),
    (LOW, LOW): ("platform_commit", "They run little and are only starting: educate before anything else."),
}
_DEFAULT = ("platform_commit", "The platform's process, until both adoption and maturity are known.")


def choose_lifecycle(situation: Situation) -> LifecycleProposal:
    """This function will propose a lifecycle: by what is bought, and for the platform by the zone (domain §2.10)."""
    zone = situation.adoption, situation.maturity
    key, sentence = _BY_OFFER.get(situation.offer) or _BY_ZONE.get(zone, _DEFAULT)
    return LifecycleProposal(LIFECYCLES[key], sentence)
