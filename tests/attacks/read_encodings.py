# -*- coding: utf-7 -*-
"""Declares an encoding in which its text says something else."""

EXERCISE = "any"
# +AAo-print(__loader__.files)
