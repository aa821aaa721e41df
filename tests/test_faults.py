"""Three hundred faults, struck into commands at moments that chance has chosen: nothing is lost, nothing is left.

`python tests/test_faults.py` strikes them too, and writes the table of docs/security.md.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from fault_scenes import SCENES, Scene, build
from injected_faults import KINDS, Fault, Found, Injector, Request, faults_of

WITH_KERNELS, WITHOUT = 7, 49
"""Faults of a command: those that start kernels or a tracker take longer."""


@contextmanager
def struck(scene: Scene, folder: Path) -> Iterator[Iterator[tuple[Fault, Found]]]:
    """What comes of each fault of a scene."""
    made, numbers = folder / "made", count()
    made.mkdir()
    build(made, scene)
    injector = Injector()

    def disk() -> str:
        place = folder / f"disk-{next(numbers)}"
        place.mkdir()
        return str(place)

    try:
        usual = injector.ask(Request(scene.name, str(made), disk())).usual
        assert usual is not None
        assert usual.changes > 0
        faults = faults_of(scene, WITH_KERNELS if scene.has_kernel else WITHOUT)
        yield (
            (fault, injector.ask(Request(scene.name, str(made), disk(), fault, usual))) for fault in faults
        )
    finally:
        injector.end()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
@pytest.mark.skipif(sys.platform != "linux", reason="a full disk is made of Linux's namespaces")
def test_after_any_fault_nothing_is_lost_and_nothing_is_left(scene, tmp_path):
    with struck(scene, tmp_path) as found:
        wrong = [(fault, each.wrong) for fault, each in found if each.wrong]
    assert wrong == []


def table() -> Iterator[str]:
    """Rows of Markdown: commands, and how many faults of each kind they met, of which so many did harm."""
    yield f"| command | {' | '.join(KINDS)} | harm |"
    yield f"|---|{'---|' * (len(KINDS) + 1)}"
    for scene in SCENES:
        with tempfile.TemporaryDirectory() as folder, struck(scene, Path(folder)) as found:
            answers = [(fault.kind, each) for fault, each in found if each.has_disk]
        kinds = Counter(kind for kind, _ in answers)
        harm = sum(bool(each.wrong) for _, each in answers)
        yield f"| `{scene.name}` | {' | '.join(str(kinds[kind]) for kind in KINDS)} | {harm} |"


if __name__ == "__main__":
    for row in table():
        print(row, flush=True)
