"""The judge's handle on a submission: its processes, its calls, their record."""
