"""Weights of one component's children, each way to weigh a pure function of a sample of scores or of judgements."""
