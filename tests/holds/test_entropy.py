"""The operating system's entropy, held."""

from __future__ import annotations

from held_runs import alike, run

ENTROPY = {"holds": ("entropy",)}


def test_what_is_drawn_is_the_same_in_two_runs(tmp_path):
    alike(
        tmp_path,
        "import os, uuid, secrets, random\nprint(os.urandom(4), uuid.uuid4(), uuid.uuid1(), secrets.token_hex(4))",
        "print(random.SystemRandom().random(), secrets.choice(range(10**6)), secrets.randbelow(10**6))",
        "print(len({uuid.uuid4() for _ in range(100)} | {uuid.uuid1() for _ in range(100)}), uuid.uuid1().version)",
        "import numpy; numpy.random.SeedSequence().entropy",
        "import pandas; pandas.DataFrame({'a': [1]}).style.to_html()",
        **ENTROPY,
    )


def test_sizes_that_cannot_be_drawn_are_refused(tmp_path):
    execution = run(tmp_path, "import os\nos.urandom(-1)", **ENTROPY)
    assert [failure.what for failure in execution.failures] == ["ValueError: negative argument not allowed"]
    assert "jupyter_repro" not in "".join(execution.notebook.cells[0].outputs[0].traceback)


def test_ids_of_the_kernels_own_and_other_threads_are_their_own(tmp_path):
    other = "import os, threading\nseen = []\nthread = threading.Thread(target=lambda: seen.append(os.urandom(8)))"
    shown = "import ipywidgets\nwidget = ipywidgets.IntSlider()\nprint(widget.model_id)"
    first, second = (
        run(tmp_path, f"{other}\nthread.start(); thread.join()\nprint(seen)", shown, **ENTROPY)
        for _ in range(2)
    )
    for one, another in zip(first.notebook.cells, second.notebook.cells, strict=True):
        assert one.outputs != another.outputs


def test_uses_are_seen_where_they_are(tmp_path):
    notes = run(tmp_path, "import os, uuid\nos.urandom(1)\nuuid.uuid1()\nuuid.uuid4()", **ENTROPY).notes
    assert [(use.kind, use.line) for use in notes.uses] == [("entropy", 2), ("entropy", 3), ("entropy", 4)]
