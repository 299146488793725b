"""The REST side of accounts, contacts and partners."""
