"""Watching every call and line of a cell, which is too slow for every run."""
