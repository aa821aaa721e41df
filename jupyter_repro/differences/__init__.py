"""What moved between two states of a notebook, found without executing anything."""
