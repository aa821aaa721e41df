"""The module below."""


def answer():
    """What everything depends on."""
    return 42
