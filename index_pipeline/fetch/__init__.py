"""Fetch: figures from where their sources publish them, only if the owner has asked for it."""
