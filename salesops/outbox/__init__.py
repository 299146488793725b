"""Events: facts written in the transaction that made them true, delivered upwards at least once."""
