"""The house: wiring on the roof, shared ground below (docs/architecture.md)."""
