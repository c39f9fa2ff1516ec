"""Workbooks and HTML tables as sheets of strings, read in a separate process (`sandbox.py`).

Nothing here imports anything of the project outside of this package, so that the process starts in hundredths of a
second.
"""
