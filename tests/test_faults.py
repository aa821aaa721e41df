"""A hundred faults, struck into commands at moments that chance has chosen: nothing is lost, nothing is left.

`python tests/test_faults.py` strikes three hundred, of which these are the first, and writes the table of
docs/security.md.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from fault_scenes import SCENES, Scene, build
from injected_faults import KINDS, Course, Fault, Found, Injector, Request, faults_of

WITH_KERNELS, WITHOUT, WITHOUT_IN_ALL = 7, 14, 49
"""Faults of a command: those that start kernels or a tracker take longer."""


class Struck:
    """A scene into whose command faults are struck."""

    def __init__(self, scene: Scene, folder: Path, injector: Injector, without_kernels: int) -> None:
        self._scene, self._folder, self._numbers, self._injector = scene, folder, count(), injector
        self._made = folder / "made"
        self._made.mkdir()
        build(self._made, scene)
        usual = self._ask(None, Course(0, 0, 0, 0)).usual
        assert usual is not None
        assert usual.changes > 0
        self._usual = usual
        self.faults = faults_of(scene, WITH_KERNELS if scene.has_kernel else without_kernels)

    def found(self, kind: str) -> list[Found]:
        """What comes of each fault of a kind."""
        return [self._ask(fault, self._usual) for fault in self.faults if fault.kind == kind]

    def _ask(self, fault: Fault | None, usual: Course) -> Found:
        disk = self._folder / f"disk-{next(self._numbers)}"
        disk.mkdir()
        return self._injector.ask(Request(self._scene.name, str(self._made), str(disk), fault, usual))


@pytest.fixture(scope="module")
def injector():
    """The process that strikes them all."""
    if sys.platform != "linux":
        pytest.skip("a full disk is made of Linux's namespaces")
    process = Injector()
    yield process
    process.end()


@pytest.fixture(
    scope="module", params=[each for each in SCENES if each.in_suite], ids=lambda scene: scene.name
)
def struck(request, injector, tmp_path_factory):
    """Each scene."""
    return Struck(request.param, tmp_path_factory.mktemp("scene"), injector, WITHOUT)


@pytest.mark.parametrize("kind", KINDS)
def test_after_any_fault_nothing_is_lost_and_nothing_is_left(struck, kind):
    found = struck.found(kind)
    assert found
    assert [each.wrong for each in found if each.wrong] == []


def table() -> Iterator[str]:
    """Rows of Markdown: commands, how many faults of each kind they met, and how many did harm."""
    yield f"| command | {' | '.join(KINDS)} | harm |"
    yield f"|---|{'---|' * (len(KINDS) + 1)}"
    injector = Injector()
    for scene in SCENES:
        with tempfile.TemporaryDirectory() as folder:
            struck = Struck(scene, Path(folder), injector, WITHOUT_IN_ALL)
            found = {kind: [each for each in struck.found(kind) if each.has_disk] for kind in KINDS}
        harm = sum(bool(each.wrong) for all_ in found.values() for each in all_)
        yield f"| `{scene.name}` | {' | '.join(str(len(found[kind])) for kind in KINDS)} | {harm} |"
    injector.end()


if __name__ == "__main__":
    for row in table():
        print(row, flush=True)
