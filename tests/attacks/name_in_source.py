"""Has characters that act on a terminal in the very line where it fails."""

EXERCISE = "any"
raise ValueError("31m‮⁦")  # 31m‮⁦[2J
