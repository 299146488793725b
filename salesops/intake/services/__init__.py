"""What changes leads, marketing, profiles and introductions."""
