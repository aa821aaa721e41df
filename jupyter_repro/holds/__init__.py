"""Holding one source of chance in a kernel, so that two runs get the same values: an experiment, never a default."""
