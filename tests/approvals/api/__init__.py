"""Layer 4 over REST."""
