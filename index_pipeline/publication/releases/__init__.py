"""Releases: what each says of itself, whether it is whole, what is raised against it, and who decided."""
