"""Reads of layer 2. Every function takes the actor and starts from what that person may see."""
