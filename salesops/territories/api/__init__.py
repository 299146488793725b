"""Territories over REST."""
