"""Reads of layer 3."""
