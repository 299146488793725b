"""What is done to opportunities: one use case a file, each one transaction."""
