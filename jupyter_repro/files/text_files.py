"""The text of a file of this machine."""

from __future__ import annotations

from pathlib import Path

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.files.damaged_files import another_copy


def text_of(path: str | Path, shown: str = "") -> str:
    """Text of a file, without a byte order mark; raises UnreadableInput, which calls it `shown`."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableInput(shown or path, "it is not UTF-8 text", another_copy(path)) from None
    except FileNotFoundError:
        raise UnreadableInput(shown or path, "there is no such file") from None
    except OSError as error:
        raise UnreadableInput(shown or path, error.strerror or str(error)) from None
