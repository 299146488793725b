"""What territories are, in plain Python."""
