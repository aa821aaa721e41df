"""Bringing back the data, the code and the notebook that were recorded."""
