"""The framework: what is measured, where it comes from, how it is combined. Knows no figures."""
