"""Making a snapshot: of a run in a fresh kernel, or of a live session."""
