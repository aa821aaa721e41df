"""The Jupyter Server extension: the state of notebooks, and jobs that run beside the server."""
