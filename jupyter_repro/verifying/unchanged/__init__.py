"""Notebooks whose whole input is what it was when they were verified last."""
