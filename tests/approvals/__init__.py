"""Tests of layer 4."""
