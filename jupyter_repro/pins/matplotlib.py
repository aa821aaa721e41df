"""matplotlib: the salt of the ids in its SVG pictures (rcParams["svg.hashsalt"], another one for each by default)."""

from __future__ import annotations

from jupyter_repro.extensions.data import Undo


class MatplotlibPin:
    """Pins the ids in SVG pictures, where the notebook has not set a salt itself."""

    module = "matplotlib"

    def apply(self, seed: int) -> Undo:
        """Salt the ids with `seed`, also after `rcdefaults()`."""
        from matplotlib import rcParams, rcParamsDefault

        unset = [params for params in (rcParams, rcParamsDefault) if params["svg.hashsalt"] is None]
        for params in unset:
            params["svg.hashsalt"] = str(seed)

        def undo() -> None:
            for params in unset:
                if params["svg.hashsalt"] == str(seed):
                    params["svg.hashsalt"] = None

        return undo
