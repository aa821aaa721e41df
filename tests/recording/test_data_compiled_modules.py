"""Which modules may open files without Python's knowledge."""

from __future__ import annotations

import sysconfig

import pytest

from jupyter_repro.recording.data.compiled_modules import may_open_files

SITE = "/env/lib/python3.11/site-packages"


@pytest.mark.parametrize(
    ("module", "file"),
    [("lxml.etree", f"{SITE}/lxml/etree.cpython-311-x86_64-linux-gnu.so"), ("mine", "/home/me/mine.so")],
)
def test_compiled_code_that_nobody_knows_may(module, file):
    assert may_open_files(module, file)


@pytest.mark.parametrize(
    ("module", "file"),
    [
        ("lxml", None),
        ("numpy.linalg.lapack_lite", f"{SITE}/numpy/linalg/lapack_lite.so"),
        ("charset_normalizer__mypyc", f"{SITE}/charset_normalizer__mypyc.so"),
        ("_decimal", f"{sysconfig.get_path('platstdlib')}/lib-dynload/_decimal.so"),
    ],
)
def test_modules_of_python_and_those_that_leave_their_files_to_it_do_not(module, file):
    assert not may_open_files(module, file)
