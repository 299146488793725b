"""Use cases of the reminders room."""
