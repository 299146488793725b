"""The REST views of opportunities."""
