"""The REST side of the ledger."""
