"""What is done in layer 4: one use case a file."""
