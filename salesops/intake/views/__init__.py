"""The pages about leads and marketing."""
