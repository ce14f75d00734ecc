"""The verdict as data, and its forms: screen, page, JSON."""
