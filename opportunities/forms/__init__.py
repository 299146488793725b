"""The forms of layer 2: they read what was typed; every rule stays in the services."""
