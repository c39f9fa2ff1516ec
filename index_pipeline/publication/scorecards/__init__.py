"""Regional scorecards: what a card says is computed once, then set as HTML and as PDF."""
