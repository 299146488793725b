"""What is done in layer 3: one use case a file."""
