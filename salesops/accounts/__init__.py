"""Whom we sell to: accounts in their families, contacts, partners as names; never anybody who signs in."""
