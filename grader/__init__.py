"""The grader: runs hidden suites against submissions in confined workers."""
