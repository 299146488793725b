"""What comes in from the market: leads, marketing, profiles, introductions (domain §11)."""
