"""What writes events and brings them to their handlers."""
