"""What a course holds: exercises, what is known of their mistakes, stubs, files handed in."""
