"""The cache of data files that snapshots refer to: stored once each, by their digest."""
