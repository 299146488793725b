"""The words and numbers of leads, marketing and profiles, in plain Python (domain §11.7)."""
