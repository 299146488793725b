"""REST of intake."""
