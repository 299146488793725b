"""The REST side of qualification."""
