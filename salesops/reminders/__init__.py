"""Reminders: rules as data, obligations that fire exactly once, and what people do with them (domain §12)."""
