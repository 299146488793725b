"""Layer 3, pre-sales validation: what is known of a deal, how sure we are, and since when."""
