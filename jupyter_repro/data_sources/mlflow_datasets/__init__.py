"""Data sets that were logged to MLflow."""
