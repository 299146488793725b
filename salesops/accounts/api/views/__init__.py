"""The REST views of accounts, contacts and partners."""
