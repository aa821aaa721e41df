"""Keeping from MLflow's stores what a notebook logs while it is verified."""
