"""Words, numbers and rules of opportunities, in plain Python."""
