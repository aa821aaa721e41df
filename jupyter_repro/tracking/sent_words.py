"""What came of sending, for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jupyter_repro.formatting.sizes import counted
from jupyter_repro.tracking.sending_process import Sent

RETRY = "jupyter repro track --retry"


def first_unsent(sent: Sequence[Sent]) -> Sent:
    """The first of several that was not sent; where all were, the first of them."""
    return next((each for each in sent if each.what), sent[0])


def words(sent: Sent) -> Iterator[str]:
    """What came of it, for a person."""
    if sent.what:
        yield ": ".join(filter(None, ("not published", _subject(sent), sent.what)))
        if sent.remedy:
            yield f"  {sent.remedy}"
        yield f"  it is kept, and sent with: {RETRY}"
    elif sent.run and sent.destination:
        more = f", and {counted(sent.count - 1, 'run')} more of it" if sent.count > 1 else ""
        yield f"published as run {sent.run.id} ({sent.run.name}) in {sent.destination.address}{more}"
        if shown := sent.run.address or sent.run.shown_by:
            yield f"  {shown}"
        if sent.run.note:
            yield f"  {sent.run.note}"
    elif sent.destination:
        yield (
            f"sent: {_subject(sent)}"
            if sent.item
            else f"{sent.destination.address} knows now what was verified"
        )


def _subject(sent: Sent) -> str:
    """Which notebook it tells of, and how many runs of it; "" where that need not be said."""
    runs = counted(sent.count, "run") if sent.count > 1 else ""
    return f"{sent.item} ({runs})" if sent.item and runs else sent.item or runs
