"""Workbooks and HTML tables as sheets of texts, read in a process of its own (`sandbox.py`).

Nothing here imports anything of the project outside of this package, so that the process starts in hundredths of a
second.
"""
