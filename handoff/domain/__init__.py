"""Words and rules of layer 5."""
