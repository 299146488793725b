"""MEDDPICC in plain Python: components, levels, age, score (docs/domain.md §3)."""
