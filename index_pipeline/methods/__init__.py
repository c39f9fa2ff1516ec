"""From figures to scores: pure functions from Arrow tables to an Arrow table, each next to its own SQL file."""
