"""Fetch: figures from where their sources publish them, only where the owner has asked for it."""
