"""The jobs that docs/ci.md shows for publishing the page of a repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from jupyter_repro.records.site_history import SiteEntry, SiteHistory
from jupyter_repro.reporters.json import JsonReporter
from jupyter_repro.site.history_file import encode_history
from jupyter_repro.verdicts import Verdict, Verdicts

PAGE = (Path(__file__).parents[2] / "docs" / "ci.md").read_text()
PARSED = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
BLOCKS = [block for block in PARSED if isinstance(block, dict)]
STEPS = next(block for block in BLOCKS if "page" in block.get("jobs", {}))["jobs"]["page"]["steps"]
SHARDS = next(block for block in BLOCKS if "report" in block.get("jobs", {}))["jobs"]
GITLAB = next(block for block in BLOCKS if "pages" in block)["pages"]["script"]
HISTORY = encode_history(SiteHistory(entries=(SiteEntry("aa", "2026-01-01T00:00:00Z", 1, 2),)))

pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="the jobs call curl")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments):
        pass


@pytest.fixture
def published(tmp_path):
    """A folder that is served, and its address."""
    folder = tmp_path / "published"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def shell(script, folder, **environ):
    folder.mkdir(exist_ok=True)
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            **environ,
        },
        check=False,
    )


def report(folder, name, *verdicts):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(JsonReporter().report(Verdicts(notebooks=verdicts), width=80, colour=False))


@pytest.mark.parametrize("content", [HISTORY, None], ids=["published before", "the first time"])
def test_github_takes_the_history_of_the_published_page(published, tmp_path, content):
    folder, address = published
    if content:
        (folder / "history.json").write_bytes(content)
    (step,) = [step for step in STEPS if "PAGE" in step.get("env", {})]
    assert shell(step["run"], tmp_path / "job", PAGE=address).returncode == 0
    found = tmp_path / "job" / "site" / "history.json"
    assert (found.read_bytes() if found.exists() else None) == content


@pytest.mark.parametrize("status", ["identical", "diverged"])
def test_gitlab_publishes_the_page_whatever_the_verdict(published, tmp_path, status):
    folder, address = published
    (folder / "history.json").write_bytes(HISTORY)
    report(tmp_path / "job", "verdict.json", Verdict("a.ipynb", status))
    install, *script = GITLAB
    assert install == "pip install jupyter-repro"
    assert shell("\n".join(script), tmp_path / "job", CI_PAGES_URL=address).returncode == 0
    assert (tmp_path / "job" / "public" / "index.html").exists()
    assert '"aa"' in (tmp_path / "job" / "public" / "history.json").read_text()


def test_gitlab_does_not_publish_what_is_no_page(published, tmp_path):
    folder, address = published
    (folder / "history.json").write_text("<html>sign in")
    report(tmp_path / "job", "verdict.json", Verdict("a.ipynb", "identical"))
    assert shell("\n".join(GITLAB[1:]), tmp_path / "job", CI_PAGES_URL=address).returncode != 0


def test_the_reports_of_several_runners_become_one_page(tmp_path):
    for name, status in (("models", "identical"), ("reports", "diverged")):
        report(
            tmp_path / "job" / "shards" / f"repro-{name}", "verdict.json", Verdict(f"{name}/a.ipynb", status)
        )
    assert SHARDS["report"]["steps"][1]["with"] == {"pattern": "repro-*", "path": "shards"}
    assert shell(SHARDS["report"]["steps"][-1]["run"], tmp_path / "job").returncode == 1
    assert "1 of 2 notebooks are reproducible" in (tmp_path / "job" / "site" / "index.html").read_text()
