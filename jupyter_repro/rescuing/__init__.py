"""Finding the environment of a notebook that came without any versions."""
