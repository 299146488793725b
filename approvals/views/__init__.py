"""The pages and forms of layer 4."""
