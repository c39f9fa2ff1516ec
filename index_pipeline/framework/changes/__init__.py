"""Changes of a framework's files by commands: comments, order and layout of what is not changed are kept."""
