"""Layer 2, sales control: one owner per opportunity, and everything that moves it through its gates."""
