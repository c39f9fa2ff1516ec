"""Words and numbers as publishers write them, matched to the codes of regions, units, series and years."""
