"""The Jupyter Server extension: the state of notebooks, and verifications that run beside the server."""
