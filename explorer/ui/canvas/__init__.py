"""The lineage canvas: a drawing of what is upstream, on paper in strata of depth."""
