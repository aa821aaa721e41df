"""Remedies that are tried before they are offered: each is an edit of a copy, which runs until it is known to help."""
