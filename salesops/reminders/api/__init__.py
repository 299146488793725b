"""REST of reminders."""
