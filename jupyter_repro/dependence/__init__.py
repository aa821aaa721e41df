"""What a cell depends on: read in the syntax of a notebook's cells, nothing is run."""
