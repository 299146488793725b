"""Forms of layer 1; every rule stays in the services."""
