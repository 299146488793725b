"""Forms of layer 4."""
