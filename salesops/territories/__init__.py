"""Who works where: geography, plans of rules, assignments, coverage (docs/domain.md §5)."""
