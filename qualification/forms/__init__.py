"""Forms of layer 3."""
