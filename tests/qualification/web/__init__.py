"""Tests of the pages of layer 3."""
