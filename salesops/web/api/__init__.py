"""The REST kit: one shape for views, lists, errors, versions and retries (interface §3)."""
