"""Obligations, the reminders they became, and what operations set for a rule."""

from salesops.reminders.models.obligation import Lap, Obligation, Status
from salesops.reminders.models.reminder import Reminder, ReminderEntry, ReminderRecipient
from salesops.reminders.models.setting import RuleSetting

__all__ = ["Lap", "Obligation", "Reminder", "ReminderEntry", "ReminderRecipient", "RuleSetting", "Status"]
