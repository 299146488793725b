"""The reminder rules of layer 1 (domain §12), one module per theme."""

from salesops.accounts.events import PARTNER_AMENDED, PARTNER_CREATED, PARTNER_PERSON_ADDED, PARTNER_PERSON_ENDED
from salesops.intake import events
from salesops.intake.reminders import introductions, leads, partners
from salesops.reminders.registry import scope, stirs

__all__ = ["introductions", "leads", "partners"]

scope("lead", lock=leads.lock_lead, ids_after=leads.waiting_lead_ids)
stirs("lead", (events.LEAD_OPENED,), can_settle=False)
stirs("lead", {*events.OF_LEADS} - {events.LEAD_OPENED})
scope("introduction", lock=introductions.lock_introduction, ids_after=introductions.introduction_ids)
stirs("introduction", events.OF_AN_INTRODUCTION)
scope("partner", lock=partners.lock_partner, ids_after=partners.partner_ids)
stirs("partner", (PARTNER_AMENDED, PARTNER_CREATED, PARTNER_PERSON_ADDED, PARTNER_PERSON_ENDED))
