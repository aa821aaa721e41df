"""Faker: the generator that all fakers without a seed of their own share (`Faker.seed`)."""

from __future__ import annotations

from jupyter_repro.extensions.data import Undo


class FakerPin:
    """Pins Faker's shared generator; a faker that was given a seed has one of its own."""

    module = "faker"
    seeders = ("faker.generator.Generator.seed",)

    def apply(self, seed: int) -> Undo:
        """Seed the shared generator."""
        from faker.generator import random as shared

        state = shared.getstate()
        self.reseed(seed)
        return lambda: shared.setstate(state)

    def reseed(self, seed: int) -> None:
        """Set the shared generator from `seed`."""
        from faker.generator import random as shared

        shared.seed(seed)
