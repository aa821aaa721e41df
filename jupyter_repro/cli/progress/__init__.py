"""What is seen of notebooks while they run."""
