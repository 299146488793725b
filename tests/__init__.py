"""The proofs. Mirrors the source; see docs/howto/develop.md."""
