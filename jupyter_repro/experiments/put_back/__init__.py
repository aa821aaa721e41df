"""What of the recorded context can be put back for a run: a file for each kind."""
