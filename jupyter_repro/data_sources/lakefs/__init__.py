"""lakeFS."""
