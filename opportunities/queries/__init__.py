"""Reads of layer 2, one file a page; every function takes the actor and starts from visible_to(actor)."""
