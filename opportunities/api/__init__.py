"""The REST side of opportunities."""
