"""Proves suites."""
