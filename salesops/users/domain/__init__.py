"""The plain rules about people: roles, layers and scopes."""
