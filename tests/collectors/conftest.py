"""A git repository to collect from."""

from repositories import own_settings, root  # noqa: F401
