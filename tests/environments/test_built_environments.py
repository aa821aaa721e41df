"""What keeps an environment from being built."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_repro.environments.built_environments import build
from jupyter_repro.environments.lock_file import Lock
from jupyter_repro.errors import ReproError


def test_a_lock_of_another_platform_is_reported_in_a_line_and_nothing_is_built(tmp_path):
    lock = Lock(Path("a.pylock.toml"), "pylock", "3.11.7", b"", platform="Plan9 sparc")
    with pytest.raises(
        ReproError, match=r"a\.pylock\.toml has the files of Plan9 sparc alone, and this is "
    ) as raised:
        build(tmp_path / "new", lock)
    assert "lock-files = 'all'" in str(raised.value.remedy)
    assert not (tmp_path / "new").exists()
