"""The words and rules of a process definition, in plain Python (domain §2.3, §2.4)."""
