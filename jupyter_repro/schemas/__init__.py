"""The published JSON Schemas of the snapshot and of the verdict."""
