"""The append-only, tamper-evident ledger: who did what to which record, and what was refused."""
