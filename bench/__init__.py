"""The benchmark: generated data, the smallest honest views to compare with, drivers, report."""
