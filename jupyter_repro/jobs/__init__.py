"""Many notebooks at a time, each with a kernel of its own."""
