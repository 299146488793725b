"""What is done to process definitions: one use case a file."""
