"""From the tables of a run to what people read: charts, scorecards, the release. Computes no score."""
