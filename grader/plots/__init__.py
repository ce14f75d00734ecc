"""Figures from a submission's values."""
