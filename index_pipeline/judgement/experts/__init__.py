"""Experts: weights of the tree by budget allocation or pairwise comparison."""
