"""What changes accounts, contacts and partners."""
