"""Collects suites, runs their tests, explains and diagnoses what fails."""
