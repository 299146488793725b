"""Process definitions as files: stages, gates and who opens them; one evaluate() for page, API and import."""
