"""Proofs of salesops.stack, on real processes."""
