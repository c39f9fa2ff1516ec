"""`icdi`: the only entry point for users. Each command imports what it needs only when it runs."""

from index_pipeline.cli.main import main

__all__ = ["main"]
