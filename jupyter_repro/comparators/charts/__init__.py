"""Charts: as documents of their own, and inside HTML and JavaScript."""
