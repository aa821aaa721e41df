"""All that is asked of git."""
