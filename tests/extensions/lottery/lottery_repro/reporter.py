"""A verdict in one line a notebook."""

from jupyter_repro.extensions import Verdicts


class OneLineReporter:
    """Status, path, and the kinds of the first causes."""

    suffix = ".line"

    def report(self, verdicts: Verdicts, *, width: int, colour: bool) -> str:
        """A line a notebook."""
        lines = []
        for verdict in verdicts.notebooks:
            kinds = [cause.kind for cause in verdict.root.causes] if verdict.root else []
            lines.append(" ".join([verdict.status, verdict.path, *kinds]))
        return "\n".join([*lines, ""])
