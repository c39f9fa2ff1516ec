"""Sources: files as they arrive to figures with a history, and registers to stocks. Reads and writes `data/` alone."""
