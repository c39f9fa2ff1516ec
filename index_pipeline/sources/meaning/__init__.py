"""What the cells of a table are figures of: series, unit, year and region of each, or the questions about them."""
