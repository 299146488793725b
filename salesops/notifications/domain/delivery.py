"""What goes out how: channels, wishes, and the limits of sending (domain §12, reliability §6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

MAIL, HOOK = "mail", "hook"
CHANNELS = ((MAIL, "E-mail"), (HOOK, "Webhook"))

# A message is `pending` until it is sent; `waiting` for the morning; `gathered` into a digest that is sent instead.
PENDING, WAITING, GATHERED, SENT, DROPPED, DEAD = "pending", "waiting", "gathered", "sent", "dropped", "dead"
STATES = [(key, key.capitalize()) for key in (PENDING, WAITING, GATHERED, SENT, DROPPED, DEAD)]

NOW, DIGEST, OFF = "now", "digest", "off"
# What is urgent (the rules marked ! of domain §12) always reaches people by mail, at once or in the morning.
URGENT_WISHES = ((NOW, "At once"), (DIGEST, "In the morning digest"))
OTHER_WISHES = (*URGENT_WISHES, (OFF, "Not by mail, only in the inbox"))

URGENT, EVERYTHING = "urgent", "everything"
HOOK_WISHES = ((URGENT, "Urgent ones only"), (EVERYTHING, "Everything"))

# Each attempt is over before the lease is: who takes a message over finds nobody still sending it.
TIMEOUT = timedelta(seconds=10)
LEASE = timedelta(seconds=30)
MAILS_A_MINUTE = 10
MINUTE = timedelta(minutes=1)
MOST_IN_DIGEST = 50


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a person wants mail: what is urgent, and everything else."""

    urgent: str = NOW
    other: str = DIGEST

    def of(self, is_urgent: bool) -> str:
        """Return how one notification goes out by mail."""
        return self.urgent if is_urgent else self.other

    def faults(self) -> dict[str, list[str]]:
        """This function will say what cannot be, beside each field."""
        found = {}
        if self.urgent not in dict(URGENT_WISHES):
            found["urgent"] = ["Urgent ones come at once or in the morning digest."]
        if self.other not in dict(OTHER_WISHES):
            found["other"] = ["Choose at once, the morning digest, or the inbox alone."]
        return found
