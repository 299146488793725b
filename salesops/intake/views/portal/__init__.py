"""The partner portal: its own addresses, its own sessions, its own database role (ADR 0601)."""
