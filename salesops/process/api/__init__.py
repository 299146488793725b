"""The REST side of processes."""
