"""Small changes of a source text, the likely ones first: what a repair is looked for among."""
