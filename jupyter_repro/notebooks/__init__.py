"""Notebook files: read, written, and what is read in their cells."""
