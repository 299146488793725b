"""Template tags of layer 3."""
