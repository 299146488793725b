"""Pages of layer 4."""
