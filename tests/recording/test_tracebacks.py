"""Frames of ours stand in no traceback, in a real kernel."""

from __future__ import annotations

import pytest
from live import session


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    with session(tmp_path_factory.mktemp("kernel"), PYTHONHASHSEED="0") as live:
        live.run("%load_ext jupyter_repro")
        yield live


ERRORS = [
    "import os\nos.environ['NOT_SET']",
    "import pandas as pd\npd.read_csv('none.csv')",
    "import sqlite3\nsqlite3.connect('/none/x.db')",
    "import jupyter_repro\njupyter_repro.data('none:x')",
    "try:\n    import os; os.environ['NOT_SET']\nexcept KeyError as error:\n    raise ValueError('x') from error",
    "try:\n    import os; os.environ['NOT_SET']\nexcept KeyError:\n    1 / 0",
    "import time\ntime.localtime('x')",
]


@pytest.mark.parametrize("source", ERRORS)
def test_no_frame_of_ours_is_shown(kernel, source):
    errors = [message["content"] for message in kernel.run(source) if message["msg_type"] == "error"]
    text = "\n".join(errors[0]["traceback"])
    assert "jupyter_repro/" not in text.replace("\\", "/")
    assert "of jupyter_repro" not in text
    assert "Error" in text


@pytest.mark.parametrize("source", ERRORS[:2])
def test_no_frame_of_ours_is_in_what_traceback_writes(kernel, source):
    lines = "".join(f"    {line}\n" for line in source.splitlines())
    written = f"try:\n{lines}except Exception:\n    import traceback\n    text = traceback.format_exc()"
    kernel.run(written)
    text = kernel.value("text")
    assert "jupyter_repro/" not in text
    assert "Error" in text
