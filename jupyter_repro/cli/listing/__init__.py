"""What `jupyter repro --help` lists, and what `jupyter repro help` explains."""
