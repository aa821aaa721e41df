"""Models and artifacts of trackers that a notebook loads: what it builds upon, found without the user's help."""
