"""papermill's clients of stores, in processes that import papermill through us, or before us, or after us."""

from __future__ import annotations

import subprocess
import sys
import threading
from types import ModuleType

import pytest
from conftest import written

import jupyter_repro
from jupyter_repro.files.papermill_stores import _WithoutClients

IMPORTED = "import sys; print(*sorted({'boto3', 'pyarrow'} & set(sys.modules)))"
WITH_US = "import jupyter_repro.executing.engine"
THEIRS = """\
import papermill.iorw, papermill.s3, pyarrow.fs
print(papermill.iorw.S3 is papermill.s3.S3, papermill.iorw.HadoopFileSystem is pyarrow.fs.HadoopFileSystem)
"""


def said(*code: str) -> str:
    done = subprocess.run([sys.executable, "-c", "\n".join(code)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_without_us_papermill_imports_all_clients_that_are_installed():
    assert said("import papermill", IMPORTED) == "boto3 pyarrow"


@pytest.mark.parametrize("door", [WITH_US, "from jupyter_repro.cli import verify"])
def test_with_us_it_imports_none(door):
    assert said(door, "import papermill", IMPORTED) == ""


def test_verifying_a_notebook_imports_none(tmp_path):
    path = written(tmp_path / "a.ipynb", "1")
    jupyter_repro.snapshot(path)
    verify = f"import jupyter_repro; print(jupyter_repro.verify({str(path)!r}).status)"
    assert said(verify, IMPORTED) == "identical"


def test_who_imports_papermill_later_finds_its_clients():
    assert said(WITH_US, THEIRS) == "True True"


def test_so_does_who_takes_one_by_its_name():
    assert said(WITH_US, "from papermill.iorw import S3", "print(S3.__module__)", IMPORTED) == (
        "papermill.s3\nboto3 pyarrow"
    )


def test_papermill_itself_finds_them_when_a_notebook_lies_there():
    used = "import papermill.iorw as read; print(type(eval('S3()', vars(read))).__module__)"
    assert said(WITH_US, used, IMPORTED) == "papermill.s3\nboto3 pyarrow"


def test_what_was_put_in_place_of_one_stays():
    put = "import papermill.iorw as read; vars(read)['S3'] = print; read.ADL; read.S3('put')"
    assert said(WITH_US, put) == "put"


def test_a_papermill_that_is_there_already_stays_as_it_is():
    before = "import papermill.iorw as read; before = {**vars(read)}"
    assert said(before, WITH_US, "print(vars(read) == before, type(read).__name__)") == "True module"


def test_a_notebook_at_an_address_is_read_without_all_of_them():
    read = "from jupyter_repro.files.content import content_of"
    refused = "try: content_of('http://127.0.0.1:1/a.ipynb')\nexcept Exception as error: print(type(error).__name__)"
    assert said(read, refused, IMPORTED) == "UnreadableInput"


def test_another_thread_may_import_a_client_meanwhile(monkeypatch):
    monkeypatch.setitem(sys.modules, "papermill.iorw", ModuleType("papermill.iorw"))  # half imported
    finder, found = _WithoutClients(threading.get_ident()), []
    with pytest.raises(ModuleNotFoundError):
        finder.find_spec("pyarrow")
    other = threading.Thread(target=lambda: found.append(finder.find_spec("pyarrow")))
    other.start()
    other.join()
    assert found == [None]
