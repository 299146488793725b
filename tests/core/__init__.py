"""Tests of the plain Python every room shares."""
