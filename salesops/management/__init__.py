"""The commands of manage.py: each makes one call into a service or the stack."""
