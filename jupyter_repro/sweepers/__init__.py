"""Libraries that run sweeps: their trials, as they are seen in the notebook."""
