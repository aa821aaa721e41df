from __future__ import annotations

import pytest

from jupyter_repro.comparators.error import ErrorComparator
from jupyter_repro.comparators.stderr import StderrComparator
from jupyter_repro.policies.policy import Policy

FRAMES = """ValueError: no
-----
Cell In[], line 1
----> 1 broken.fail()

File {}broken.py:2, in fail()
      1 def fail():
----> 2     raise ValueError('no')

ValueError: no"""
OURS = """File ~/venv/jupyter_repro/probes/environment_variable.py:{}, in noted(environ, key)
     27 if not is_ours(key):
---> {} return read(environ, key)

"""
WARNED = "{}noisy.py:4: UserWarning: careful\n  warnings.warn('careful')\n"


@pytest.mark.parametrize("place", ["~/a/", "/home/ada/My Work/", "C:\\work\\", ""])
def test_the_folder_of_a_module_does_not_count(place):
    assert ErrorComparator().compare(FRAMES.format("/data/b/"), FRAMES.format(place), Policy()) is None
    assert StderrComparator().compare(WARNED.format("/data/b/"), WARNED.format(place), Policy()) is None


def test_another_module_or_line_counts():
    recorded = FRAMES.format("/a/")
    assert ErrorComparator().compare(recorded, recorded.replace("broken.py:2", "broken.py:3"), Policy())
    assert ErrorComparator().compare(recorded, recorded.replace("broken.py", "other.py"), Policy())
    assert StderrComparator().compare(
        WARNED.format("/a/"), WARNED.format("/a/").replace(":4:", ":5:"), Policy()
    )


def test_a_path_in_a_message_counts():
    recorded = "FileNotFoundError: /a/x.csv is missing"
    assert ErrorComparator().compare(recorded, recorded.replace("/a/", "/b/"), Policy())
    assert StderrComparator().compare("read /a/x.csv\n", "read /b/x.csv\n", Policy())


def test_frames_of_ours_in_an_old_traceback_do_not_count():
    head, tail = FRAMES.format("/a/").split("File ", 1)
    old = f"{head}{OURS.format(29, 29)}File {tail}"
    assert ErrorComparator().compare(old, f"{head}File {tail}", Policy()) is None
    assert ErrorComparator().compare(old, old.replace("29", "33"), Policy()) is None


FROZEN = "KeyError: 'X'\n-----\nFile <frozen os>:679, in _Environ.__getitem__(self, key)\n\nKeyError: 'X'"
OF_A_FILE = """KeyError: 'X'
-----
File …/lib/python3.11/os.py:679, in _Environ.__getitem__(self, key)
    677 except KeyError:
--> 679     raise KeyError(key) from None
    680 return self.decodevalue(value)

KeyError: 'X'"""


def test_a_module_of_pythons_is_the_same_frozen_or_as_a_file():
    assert ErrorComparator().compare(OF_A_FILE, FROZEN, Policy()) is None
    assert ErrorComparator().compare(OF_A_FILE, FROZEN.replace("679", "680"), Policy())
