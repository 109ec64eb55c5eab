"""Claims become one graph: identity, merging, derivation, freezing, and kernels on columns."""
