"""The floor: the smallest honest Django view for the same answer on the same PostgreSQL. No middleware, no rights."""
