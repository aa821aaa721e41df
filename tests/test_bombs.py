"""Small inputs that would take gigabytes, or never end."""

from __future__ import annotations

import base64
import resource
from io import BytesIO

import pytest
from conftest import inside, written
from PIL import Image

import jupyter_repro
from jupyter_repro.canonical.pictures import MOST_PIXELS, frames, pixel_bytes
from jupyter_repro.policies.rules import Replacement, SlowPattern
from jupyter_repro.snapshots.snapshot_file import snapshot_path

DEEP = 100_000


def picture(width, height, count):
    content = BytesIO()
    each, *others = [Image.new("L", (width, height), 80 * number) for number in range(count)]
    each.save(content, "GIF", save_all=True, append_images=others)
    return content.getvalue()


def test_a_picture_with_too_many_pixels_is_its_bytes():
    bomb = picture(6_000, 6_000, 3)
    assert MOST_PIXELS < 3 * 6_000**2
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert frames(bomb) == ()
    assert pixel_bytes(bomb) == bomb
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000  # kB
    assert len(frames(picture(80, 80, 3))) == 3


def test_two_such_pictures_are_compared_by_their_bytes():
    from jupyter_repro.comparators.image import ImageComparator
    from jupyter_repro.policies.policy import Policy

    one, other = (base64.b64encode(picture(6_000, 6_000, count)).decode() for count in (3, 4))
    divergence = ImageComparator().compare(one, other, Policy())
    assert divergence.summary == "neither picture can be decoded, and their bytes differ"


def test_a_pattern_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr("jupyter_repro.policies.rules.PATIENCE", 0.5)
    with pytest.raises(SlowPattern, match="takes longer than") as raised:
        Replacement("(a|aa)+$", "").applied("a" * 60 + "b")
    assert "repetition" in raised.value.remedy
    assert Replacement(r"took \d+ ms", "took TIME").applied("took 3 ms") == "took TIME"


@pytest.mark.parametrize("content", ["[" * DEEP, '{"schema":' + "[" * DEEP, '{"a":' * DEEP])
def test_a_snapshot_that_is_nested_deeply_is_one_line(tmp_path, content):
    path = written(tmp_path / "a.ipynb", "1")
    jupyter_repro.snapshot(written(tmp_path / "b.ipynb", "2"))
    snapshot_path(path).write_text(content)
    for words in (("verify", "."), ("show", "a.ipynb"), ("diff", "a.ipynb")):
        done = inside(*words, cwd=tmp_path)
        assert "a.repro.json cannot be read" in done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
    assert "b.ipynb identical" in inside("verify", ".", cwd=tmp_path).stdout


def test_settings_and_a_lock_that_are_nested_deeply_are_one_line(tmp_path):
    jupyter_repro.snapshot(written(tmp_path / "a.ipynb", "1"))
    (tmp_path / "pyproject.toml").write_text("a = " + "[" * DEEP)
    done = inside("verify", "a.ipynb", cwd=tmp_path)
    assert "pyproject.toml cannot be read" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
