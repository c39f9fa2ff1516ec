"""Tables in a sheet: where they lie, what each of their columns is for, and the labels of each cell."""
