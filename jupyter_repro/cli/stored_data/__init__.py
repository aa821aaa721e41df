"""What `jupyter repro data` does with remotes, and with versions of tables."""
