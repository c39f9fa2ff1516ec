"""Explorer: a static site over the tables of a release, its start page. Opens from a folder or any web server."""
