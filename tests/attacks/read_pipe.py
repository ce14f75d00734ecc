"""Hands in a pipe and a device in the places of files, and files in the places of folders."""

EXERCISE = "losses/sum_squares_error"
PREPARES = """
import os
os.remove('losses/sum_squares_error.py')
os.mkfifo('losses/sum_squares_error.py')
os.mkfifo('losses/helper.py')
"""
