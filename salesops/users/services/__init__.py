"""What changes people, their rights and their keys."""
