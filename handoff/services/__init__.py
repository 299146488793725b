"""Use cases of layer 5."""
