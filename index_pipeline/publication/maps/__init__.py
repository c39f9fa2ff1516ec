"""A map of the index within boundaries that the user brings; the project ships none."""
