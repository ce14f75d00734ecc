"""What grading costs, as ratios of figures that are measured side by side in one run."""
