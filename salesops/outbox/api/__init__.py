"""The REST side of events."""
