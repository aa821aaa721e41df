"""The packages of a notebook: locked, built again, and exported."""
