"""The store of observations: its files, their vintages, what was withdrawn or lost, and what is due."""
