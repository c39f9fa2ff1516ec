"""What products say about a region, an indicator or a score, looked up in the contents of a release."""
