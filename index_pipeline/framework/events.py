"""Kinds of event that a register may record of an entry, and what they say of whether it is in force."""

EVENTS = {
    "designated": "the entry comes into force",
    "confirmed": "a review leaves the entry in force, or brings it back",
    "moved": "the entry is in force in the region of this row from now on",
    "revoked": "the entry is no longer in force",
    "renamed": "the entry has another title; it stays in force",
    "supplement": "something is added to the entry; it stays one entry",
}
"""Kinds of event."""

IN_FORCE = {"designated": True, "confirmed": True, "moved": True, "revoked": False}
"""The kinds whose last one says whether an entry is in force, where and how often; and whether it is."""
