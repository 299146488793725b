"""The demo company Halden Works: people, customers and deals, relative to the day it is loaded (docs/domain.md §13)."""
