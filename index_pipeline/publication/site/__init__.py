"""Site: any number of releases as one folder of static files, ready for a web server."""
