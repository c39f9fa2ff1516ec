"""Streams of random numbers that one seed starts: each kind of draw has a number of its own, so that none are alike."""

DRAWS, COUNT_NOISE, DESIGN, DESIGN_RESAMPLES, FILL_NOISE, ALPHA_RESAMPLES = range(6)
