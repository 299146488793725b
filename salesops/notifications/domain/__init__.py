"""The plain rules of delivery: what people may wish for, limits, and texts that are safe to send."""
