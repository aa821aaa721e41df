"""The canonical form of outputs."""
