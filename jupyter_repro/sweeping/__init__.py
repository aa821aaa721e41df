"""Executing a notebook with every combination of some values."""
