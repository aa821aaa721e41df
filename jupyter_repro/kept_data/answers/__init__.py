"""What databases answered, kept as files."""
