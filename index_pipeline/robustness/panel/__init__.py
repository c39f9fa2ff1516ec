"""The index over dense arrays, in NumPy: what `methods` computes from tables in SQL, for thousands of draws at once.

Every array of figures has the axes (indicator, draw, year, region), missing is NaN inside the arrays and null in every
table that leaves them. A draw axis of length 1 holds figures that all draws share.
"""
