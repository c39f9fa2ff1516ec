"""Charts of a release: each is one Plotly figure, from which its JSON, its HTML page and its SVG are made."""
