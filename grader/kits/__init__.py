"""Kits: what is handed out or uploaded, made from the course."""
