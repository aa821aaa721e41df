"""Environment variables that the notebook reads: by name, their values are never kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after, replaced
from jupyter_repro.records.environment_reads import ALL, KIND, is_ours, read_words

_OF_THE_LOCALE = frozenset(
    map(
        read_words,
        ("LANG", "LANGUAGE", "LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MONETARY", "LC_NUMERIC", "LC_TIME"),
    )
)


class EnvironmentVariableProbe:
    """Notes which environment variables the notebook reads, and where."""

    kind = KIND
    remedy = "make it a parameter of the notebook, or set it for the kernel"
    modules = ("os",)
    through = frozenset({"collections", "os", "_collections_abc", "shutil", "posixpath", "ntpath"})

    @staticmethod
    def at_import(what: str) -> bool:
        """What a library reads when it is loaded is how it is set up; the locale shows in outputs all the same."""
        return what in _OF_THE_LOCALE

    @staticmethod
    def asked_by_libraries(what: str) -> bool:
        """Of what libraries read themselves, the locale shows in outputs, and settings that they make of variables."""
        return what in _OF_THE_LOCALE or what == ALL

    @staticmethod
    def counts_if_named(what: str) -> bool:
        """What a library reads counts where the notebook or a file that it reads names it, as `$LAB` in a template."""
        return what not in _OF_THE_LOCALE

    def start(self, _module: str, note: Callable[[str], None]) -> Undo:
        """Watch `os.environ`."""
        read, each = os._Environ.__getitem__, os._Environ.__iter__
        variables: Any = os.environ
        before = dict(variables._data)
        given: Iterator[Any] = iter(())  # by an iteration: who reads all of them has been noted

        def as_at_start(environ: Any, key: Any) -> bool:
            """What the notebook has set meanwhile, itself or from a file, comes from nowhere else."""
            if not isinstance(key, str | bytes):
                return False
            encoded = os.fsencode(key)
            return bool(environ._data.get(encoded) == before.get(encoded))

        def noted(environ: Any, key: Any) -> Any:
            if next(given, None) is key:
                # as `read` does it, whose call would be the most of what a whole environment takes
                try:
                    return environ.decodevalue(environ._data[environ.encodekey(key)])
                except KeyError:
                    return read(environ, key)
            if not is_ours(key) and as_at_start(environ, key):
                note(read_words(key))
            return read(environ, key)

        def noted_all(environ: Any) -> Any:
            nonlocal given
            note(ALL)
            keys = list(each(environ))
            given = iter(keys)
            return iter(keys)

        return after(
            replaced(os._Environ, "__getitem__", noted),
            replaced(os._Environ, "__iter__", noted_all),
        )
