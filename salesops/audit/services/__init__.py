"""What writes and proves the ledger."""
