"""Models and artifacts of trackers that a notebook loads: what it builds upon, without being told."""
