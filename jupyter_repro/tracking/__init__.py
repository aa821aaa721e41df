"""Publishing what is known of a notebook in an experiment tracker, and reading it back."""
