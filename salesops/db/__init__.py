"""The ORM kit: version columns, append-only tables, and the grants of the application's role."""
