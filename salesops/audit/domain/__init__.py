"""The plain rules of the anchor: what a line says and how it is signed."""
