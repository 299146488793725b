"""The embedded PostgreSQL and Valkey, and the processes that `make up` starts. Not part of production."""
