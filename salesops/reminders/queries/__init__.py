"""Reads of the reminders room."""
