"""A class: collected, graded, given back."""
