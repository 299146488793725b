"""The plain rules about accounts: names that are the same, industries, personas, profile fit."""
