"""Proofs of salesops.db."""
