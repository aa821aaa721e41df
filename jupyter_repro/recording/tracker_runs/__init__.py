"""Runs that the notebook starts in experiment trackers."""
