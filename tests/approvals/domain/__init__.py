"""Rules of layer 4, without a database."""
