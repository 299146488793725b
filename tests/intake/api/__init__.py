"""Proofs of leads over REST."""
