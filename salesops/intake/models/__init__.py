"""What came in from the market, and what we know of it."""
