"""The library that the plug-in is for: a drum that anybody may draw from, and one that nobody can pin."""

import os
import random

drum = random.Random()


def draw():
    """A number of the drum."""
    return drum.randrange(10**12)


def sealed_draw():
    """A number of a machine elsewhere."""
    return int.from_bytes(os.urandom(6), "big")


class Ticket:
    """Shown with a serial number, which means nothing."""

    def __init__(self, numbers):
        self.numbers = numbers

    def _repr_mimebundle_(self, **_):
        return {"application/x-ticket": f"serial {sealed_draw()}: {self.numbers}"}
