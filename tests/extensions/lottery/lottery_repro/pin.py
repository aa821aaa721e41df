"""lottery: its global drum."""

from jupyter_repro.extensions import Undo


class LotteryPin:
    """Draws the same numbers again."""

    module = "lottery"  # applied when the notebook first imports it, never before

    def apply(self, seed: int) -> Undo:
        """Seed the drum."""
        import lottery

        state = lottery.drum.getstate()
        lottery.drum.seed(seed)
        return lambda: lottery.drum.setstate(state)
