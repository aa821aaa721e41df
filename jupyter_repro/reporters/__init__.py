"""Reporters, one file a format."""
