"""REST of layer 5."""
