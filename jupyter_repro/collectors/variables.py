"""Environment variables that the notebook itself read: another value may give another result."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from jupyter_repro.addresses.secret_words import is_secret
from jupyter_repro.digest import digest_bytes
from jupyter_repro.extensions.protocols import Site
from jupyter_repro.records.environment_reads import KEYED, NOT_SET, is_ours, names_read
from jupyter_repro.verdicts import ContextChange

_SEALED = "sealed"
_HARMLESS = re.compile(
    r"LANG|LANGUAGE|LC_[A-Z]+|TZ|CI|TERM|COLUMNS|LINES|NO_COLOR|MPLBACKEND|SOURCE_DATE_EPOCH"
    r"|PYTHON(?:HASHSEED|UTF8|IOENCODING|OPTIMIZE|DEVMODE|WARNINGS|NODEBUGRANGES)|GITHUB_ACTIONS|GITLAB_CI"
    r"|[A-Z]+_NUM_THREADS|(?:OMP|KMP|MKL|OPENBLAS|GOTO|BLIS|NUMEXPR|NUMBA|POLARS|RAYON|TBB|ARROW)_[A-Z_]+"
    r"|CUDA_(?:VISIBLE_DEVICES|DEVICE_ORDER|LAUNCH_BLOCKING)|CUBLAS_WORKSPACE_CONFIG|NVIDIA_TF32_OVERRIDE"
    r"|(?:HIP|ROCR)_VISIBLE_DEVICES|TF_[A-Z0-9_]+|XLA_FLAGS|JAX_[A-Z0-9_]+|KERAS_BACKEND|TOKENIZERS_PARALLELISM"
)
# a value with anything else in it, such as a path of the machine, is not written down
_PLAIN = re.compile(r"(?!.*(?:^|[:=, ])[/~.])[\w.,:@=+-][\w.,:@=+ /-]{0,79}|", re.ASCII)
# they name the process or its folder: none of them says what a result depends on
_OF_THE_PROCESS = re.compile(r"PWD|OLDPWD|_|SHLVL|WINDOWID|TERM_SESSION_ID|(?:JPY|PYDEVD)_\w+")


class VariablesCollector:
    """Values of harmless variables, keyed digests of all others."""

    section = "variables"
    in_kernel = True

    def collect(self, site: Site) -> dict[str, Any]:
        """Name to value as it was when recording began; what is not harmless as a digest that is not keyed yet."""
        return {
            name: _described(name, site.environ.get(name))
            for name in sorted(filter(_counts, names_read(site.uses)))
        }

    def seal(self, found: Mapping[str, Any], site: Site) -> dict[str, str]:
        """What may be written down of what was collected: see `keyed` for how far it protects a value."""
        return {
            name: value if isinstance(value, str) else keyed(value[_SEALED], name, site.notebook.name)
            for name, value in found.items()
        }

    def changes(self, recorded: Mapping[str, str], found: Mapping[str, str]) -> Iterator[ContextChange]:
        """Variables that both runs read and that have another value.

        Digests that were keyed for notebooks of different names cannot be compared, and are not.
        """
        for name in sorted(recorded.keys() & found.keys()):
            before, now = recorded[name], found[name]
            if before != now and not _keyed_otherwise(before, now):
                yield ContextChange("environment-variable", name, before, now)


def keyed(digest: str, variable: str, notebook: str) -> str:
    """Digest of a value's digest, with a salt from the notebook's file name and the variable's name.

    It is the same for the same notebook on every machine, so that another value is found. Nobody can look it up
    in a table made for other notebooks, it does not show that two variables or notebooks share a value, and each
    guess costs 16 MB of memory and about 50 ms. It does not protect a value that is short or can be guessed from
    somebody who tries: the salt is not secret.
    """
    salt = f"jupyter-repro/variable@1\0{notebook}\0{variable}".encode("utf-8", "surrogateescape")
    key = hashlib.scrypt(digest.encode(), salt=salt, n=2**14, r=8, p=1, dklen=16)
    return f"{KEYED}{notebook}:{key.hex()}"


def _counts(name: str) -> bool:
    return not (is_ours(name) or _OF_THE_PROCESS.fullmatch(name))


def _described(name: str, value: str | None) -> str | dict[str, str]:
    if value is None:
        return NOT_SET
    if _HARMLESS.fullmatch(name) and _PLAIN.fullmatch(value) and not is_secret(name, value):
        return value
    return {_SEALED: digest_bytes(os.fsencode(value))}


def _keyed_otherwise(before: str, now: str) -> bool:
    both = before.startswith(KEYED) and now.startswith(KEYED)
    return both and before.rpartition(":")[0] != now.rpartition(":")[0]
