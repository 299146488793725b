"""The use cases of territories, one a file."""
