"""Plain Python shared by every room: who acts, what was decided, what went wrong. No Django."""
