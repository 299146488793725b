"""Layer 5: what was sold is handed to those who deliver it."""
