"""Collectors, one file a part of the context."""
