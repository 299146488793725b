"""The plain rules of delivery: what a handler is given, and when it is tried again."""
