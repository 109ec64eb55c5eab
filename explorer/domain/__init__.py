"""The vocabulary: components, relations, evidence, claims and annotations. Standard library only."""
