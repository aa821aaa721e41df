"""Data sources, one file a kind of place."""
