"""Locks of other tools that a project may have, in the form of PEP 751."""
