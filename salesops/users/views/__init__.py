"""Pages of one's own settings and of the people here."""
