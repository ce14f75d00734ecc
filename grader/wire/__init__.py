"""Values as bytes, and all that both sides of the border between judge and submission share."""
