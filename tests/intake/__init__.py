"""Proofs of the room that leads and introductions come in through."""
