"""National report: its content is a list of blocks, set alike as HTML and as PDF."""
