"""The kernel: the one implementation of what is fitted, filled, rescaled, compared and combined, over dense arrays.

Arrays of figures have the axes (indicator, draw, year, region), those of scores (draw, year, region); missing is NaN
inside the arrays and null in every table that leaves them. One draw is the published index, thousands are replicates:
`methods` puts tables in and takes tables out, `robustness` puts draws in. A draw axis of length 1 holds what all draws
share.
"""
