"""From figures to scores: pure functions from Arrow tables to an Arrow table, each beside the SQL that it owns."""
