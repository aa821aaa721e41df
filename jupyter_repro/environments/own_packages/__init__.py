"""Packages that no index has: their wheels, found, built or packed again, and how a lock names them."""
