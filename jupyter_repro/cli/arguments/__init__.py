"""Arguments and options that several commands, or large ones, have."""
