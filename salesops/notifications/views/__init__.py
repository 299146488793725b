"""The pages of the inbox and of how people want to be told."""
