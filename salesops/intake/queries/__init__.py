"""Read leads and marketing: what an actor may see."""
