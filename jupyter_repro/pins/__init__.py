"""Pins, one file a library."""
