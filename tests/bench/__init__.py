"""A smoke of the benchmark: its data is sound, its floor and its shots answer."""
