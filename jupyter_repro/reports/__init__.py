"""Reports of `verify`, read back from their JSON files and merged."""
