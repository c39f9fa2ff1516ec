"""Weights of one component's children, each weighting method a pure function of a sample of scores or of judgements."""
