"""The library: a forecast is drawn from a generator, and outside is what it is."""

from __future__ import annotations

import random
import secrets

generator = random.Random(secrets.randbits(64))


def forecast() -> int:
    """Degrees, as far as anybody knows."""
    return generator.randrange(-20, 40)


def outside() -> int:
    """Degrees, and no seed helps."""
    return secrets.randbits(32)


class Wind:
    """Shows itself in a representation that only this package knows."""

    def _repr_mimebundle_(self, **_wanted: object) -> dict[str, object]:
        return {
            "application/vnd.weather.wind": f"from {secrets.randbits(32)} degrees",
            "text/plain": "wind",
        }
