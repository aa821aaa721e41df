"""All notebooks of a folder or of the server: where each stands, without a run."""
