"""Registers: events in the life of named entries, and the entries in force at the end of each year."""
