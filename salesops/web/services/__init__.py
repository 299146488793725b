"""What the HTTP kit writes: attempt counters and kept answers."""
