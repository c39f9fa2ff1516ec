"""National report: its content is a list of blocks, laid out in the same way as HTML and as PDF."""
