"""A map of the index within boundaries that the user supplies; the project contains none."""
