"""Layer 4, commercial authority: which limits an offer must keep, and who may go beyond them."""
