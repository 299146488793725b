"""Template tags of layer 2."""
