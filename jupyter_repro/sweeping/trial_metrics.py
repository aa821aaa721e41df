"""The numbers of a trial: of its outputs, and of the parts of its run that it names."""

from __future__ import annotations

from collections.abc import Sequence

from nbformat import NotebookNode

from jupyter_repro.formatting.json_numbers import numbers
from jupyter_repro.records.run_blocks import NO_PARENT, RunBlock
from jupyter_repro.records.snapshot import Snapshot
from jupyter_repro.tracking.own_metrics import metrics_of


def trial_metrics(notebook: NotebookNode, snapshot: Snapshot) -> dict[str, float]:
    """Name to number; what an output says wins over what a block logged under the same name."""
    return {**block_metrics(snapshot.blocks), **metrics_of(notebook)}


def block_metrics(blocks: Sequence[RunBlock]) -> dict[str, float]:
    """What the blocks logged: each metric of the outermost blocks that have it.

    Where several of them do, each is called by its block as well: `fold 1/accuracy`.
    """
    found: dict[str, float] = {}
    for metric in dict.fromkeys(name for block in blocks if not block.kind for name in block.metrics):
        having = [block for block in blocks if metric in block.metrics and not block.kind]
        outermost = min(_depth(blocks, block) for block in having)
        outermost_blocks = [block for block in having if _depth(blocks, block) == outermost]
        for block in outermost_blocks:
            name = metric if len(outermost_blocks) == 1 else f"{block.name}/{metric}"
            found[name] = numbers(block.metrics)[metric]
    return found


def _depth(blocks: Sequence[RunBlock], block: RunBlock) -> int:
    return 0 if block.parent == NO_PARENT else 1 + _depth(blocks, blocks[block.parent])
