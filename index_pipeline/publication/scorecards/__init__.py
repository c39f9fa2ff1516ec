"""Regional scorecards: the contents of a card are computed once, then laid out as HTML and as PDF."""
