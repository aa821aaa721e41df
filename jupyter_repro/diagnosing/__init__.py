"""Why an output diverged."""
