"""The learner's room: the watch, progress, hints, files, the list."""
