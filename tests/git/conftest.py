"""A git repository to ask."""

from repositories import own_settings, root  # noqa: F401
