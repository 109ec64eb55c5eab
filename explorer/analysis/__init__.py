"""Questions asked of the graph: one per file, graph in, frozen answer out."""
