"""The HTTP kit: HTML pages and fragments, the REST base, errors said the same way everywhere."""
