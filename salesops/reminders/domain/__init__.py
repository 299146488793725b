"""Offsets, rules and turns as plain Python."""
