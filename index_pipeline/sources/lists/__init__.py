"""Official lists: from a published document to events of a register."""
