"""The explorer as tests visit it."""

VIEWS = ("ranking", "region", "compare", "weights", "whatif", "registers", "item", "method", "downloads")
"""Every view that an address can name."""
