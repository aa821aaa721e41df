"""PyTorch: the generators of all devices, algorithms that repeat, and cuDNN.

Source: "Reproducibility" in PyTorch's notes. Data loaders draw their workers' seeds from the generator pinned here.
"""

from __future__ import annotations

import random
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after, replaced


class TorchPin:
    """Pins `torch`: CPU, CUDA, MPS and XPU."""

    module = "torch"
    covers = ("transformers", "lightning")
    seeders = ("torch.manual_seed", "torch.random.manual_seed", "torch.set_rng_state")

    def __init__(self) -> None:
        self._entropy = random.Random(0)

    def apply(self, seed: int) -> Undo:
        """Seed all generators; `torch.seed()` draws from `seed`; operations warn where they cannot repeat."""
        import torch

        state = torch.get_rng_state()
        self.reseed(seed)

        def seed_anew() -> int:
            drawn = self._entropy.getrandbits(64)
            torch.manual_seed(drawn)
            return drawn

        return after(
            lambda: torch.set_rng_state(state),
            replaced(torch, "seed", seed_anew),
            replaced(torch.random, "seed", seed_anew),
            replaced(torch.backends.cudnn, "deterministic", True),
            replaced(torch.backends.cudnn, "benchmark", False),
            _deterministic_algorithms(torch),
        )

    def reseed(self, seed: int) -> None:
        """Seed the generators of all devices."""
        from torch import manual_seed

        manual_seed(seed)
        self._entropy.seed(seed)


def _deterministic_algorithms(torch: Any) -> Undo:
    enabled = torch.are_deterministic_algorithms_enabled()
    warn_only = torch.is_deterministic_algorithms_warn_only_enabled()
    if enabled:
        return lambda: None
    torch.use_deterministic_algorithms(True, warn_only=True)
    return lambda: torch.use_deterministic_algorithms(enabled, warn_only=warn_only)
