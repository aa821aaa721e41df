"""Executing a notebook in a fresh kernel, through papermill's engine."""
