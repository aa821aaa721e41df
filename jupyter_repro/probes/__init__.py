"""Probes, one file a source of nondeterminism."""
