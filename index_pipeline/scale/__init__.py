"""Scale: registers in parts, and work that is given to other processes or machines. See docs/scale.md."""
