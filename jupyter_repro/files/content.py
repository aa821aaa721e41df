"""The text of a file, or of what lies at an address that papermill can read (s3://…, https://…)."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.errors import UnreadableInput
from jupyter_repro.files.papermill_stores import stores_on_demand
from jupyter_repro.files.text_files import text_of


def content_of(path: str | Path, shown: str = "") -> str:
    """Text of a file or of an address that papermill can read; raises UnreadableInput, which calls it `shown`."""
    if not is_remote(path):
        return text_of(path, shown)
    try:
        with stores_on_demand():
            from papermill.iorw import papermill_io

        return str(papermill_io.read(str(path)))
    except UnicodeDecodeError:
        raise UnreadableInput(shown or path, "it is not UTF-8 text") from None
    except FileNotFoundError:
        raise UnreadableInput(shown or path, "there is no such file") from None
    except OSError as error:
        raise UnreadableInput(shown or path, error.strerror or str(error)) from None
    except Exception as error:  # papermill's handlers raise whatever their clients do
        raise UnreadableInput(shown or path, f"{type(error).__name__}: {error}") from None
