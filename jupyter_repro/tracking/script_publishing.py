"""Publishing what a script ran in named blocks: there is no snapshot, but there is what it logged."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from jupyter_repro.addresses.secret_words import without_secrets
from jupyter_repro.digest import digest_text
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.json_numbers import numbers
from jupyter_repro.records.run_blocks import RunBlock
from jupyter_repro.records.tracked_run import NOTEBOOK, SNAPSHOT, RunRecord
from jupyter_repro.trackers.destinations import destination_of
from jupyter_repro.trackers.names import notebook_name, run_id
from jupyter_repro.tracking.block_records import block_records
from jupyter_repro.tracking.outbox import Publication, put
from jupyter_repro.tracking.sending import send
from jupyter_repro.tracking.sent_words import first_unsent, words
from jupyter_repro.tracking.user_name import user_name


def publish_blocks(blocks: Sequence[RunBlock], script: Path, address: str) -> list[str]:
    """Publish one block of a script and those that stand in it, in the tracker at an address.

    Says in a few lines why that did not succeed; nothing where it did.
    """
    try:
        destination = destination_of(address, script)
        items = [put(Publication(destination, each)) for each in script_records(blocks, script)]
        sent = first_unsent(send(items))
    except ReproError as error:
        return [f"not published: {error.what}"]
    return list(words(sent)) if sent.what else []


def script_records(blocks: Sequence[RunBlock], script: Path) -> list[RunRecord]:
    """The outermost block, which is the first, as a run, and those that stand in it below it."""
    outer = blocks[0]
    # each execution is a run of its own: nothing else tells two of them apart
    snapshot = digest_text(f"{script}\0{outer.name}\0{outer.started}\0{os.urandom(16).hex()}")
    run = RunRecord(
        id=run_id(snapshot),
        name=without_secrets(outer.name),
        started=outer.started,
        ended=outer.ended,
        failed=outer.failed,
        user=user_name(),
        params={param: outer.value_of(param) for param in outer.params},
        tags={SNAPSHOT: snapshot, NOTEBOOK: notebook_name(script)},
        metrics=numbers(outer.metrics),
    )
    return [run, *list(block_records(run, blocks, within=0))]
