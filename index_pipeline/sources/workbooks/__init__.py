"""Workbooks, HTML tables and documents as sheets of strings, each read in a process of its own (`sandbox`, `apart`).

What reads them imports nothing of the project outside of this package, so that the first one takes hundredths of a
second, and each further one thousandths.
"""
