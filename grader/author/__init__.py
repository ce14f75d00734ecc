"""The author's desk: a new exercise, an entry of what is known, proofs on every save."""
