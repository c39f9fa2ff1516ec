"""Checks of a file against the store: each module makes one check of its figures, `verdict` orders the checks."""
