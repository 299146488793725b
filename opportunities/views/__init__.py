"""The pages of layer 2, one file a page."""
