"""Tests of layer 5."""
