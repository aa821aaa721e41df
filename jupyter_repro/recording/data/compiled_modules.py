"""Extension modules: compiled code that may open files without Python's knowledge."""

from __future__ import annotations

import sysconfig

_OPEN_NOTHING = frozenset(
    {
        "PIL", "_cffi_backend", "_pydevd_bundle", "_pydevd_frame_eval", "_yaml", "blake3", "bottleneck",
        "charset_normalizer", "contourpy", "cryptography", "debugpy", "greenlet", "kiwisolver", "markupsafe",
        "matplotlib", "msgpack", "msgspec", "multidict", "numba", "numexpr", "numpy", "orjson", "pandas",
        "propcache", "psutil", "pydantic_core", "regex", "rpds", "scipy", "simplejson", "sklearn", "sqlalchemy",
        "statsmodels", "tornado", "wrapt", "yarl", "zmq",
    }
)  # fmt: skip
"""Packages that are imported often, and whose files are opened by Python; to watch for them would cost for nothing."""
_OF_PYTHON = tuple(filter(None, map(sysconfig.get_path, ("stdlib", "platstdlib"))))


def may_open_files(module: str, file: object) -> bool:
    """Whether a module that is loaded from `file` is compiled, and not known to leave its files to Python.

    The audit event `import` has a file only for extension modules. Source: `_PyImport_LoadDynamicModuleWithSpec` in
    CPython's Python/importdl.c.
    """
    if not isinstance(file, str) or module.partition(".")[0].partition("__mypyc")[0] in _OPEN_NOTHING:
        return False
    return not file.startswith(_OF_PYTHON) or "site-packages" in file or "dist-packages" in file
