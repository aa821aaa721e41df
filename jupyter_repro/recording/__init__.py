"""The recorder in a kernel, and the snapshot made from its notes."""
