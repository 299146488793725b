"""What writes the inbox, and what sends out of it."""
