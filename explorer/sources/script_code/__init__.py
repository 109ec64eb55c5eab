"""JavaScript and TypeScript, read as tokens: nothing is run."""
