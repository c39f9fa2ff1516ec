"""PDFs: how they are set, side by side, and what is kept of them."""
