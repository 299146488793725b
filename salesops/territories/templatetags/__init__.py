"""How territories are written on pages."""
