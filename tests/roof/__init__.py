"""Proofs of the wiring: environment, settings, commands."""
