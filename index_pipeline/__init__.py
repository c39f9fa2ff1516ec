"""Industrial Culture Development Index: figures to scores to a published release."""
