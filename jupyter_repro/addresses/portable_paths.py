"""Names of files that mean the same on another machine.

Relative to the notebook's folder, `data/sales.csv` or `../shared/sales.csv`; or to the home folder,
`~/scikit_learn_data/iris.csv`; and `file:///data/sales.csv` where nothing is shared. A name that is not
UTF-8, which JSON cannot hold, is percent-encoded after `file:`. Paths are taken as they are written: links
are not followed.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

_HOME = "~/"
_URI = "file:"
_ABSOLUTE = "file://"


def portable(path: Path, folder: Path) -> str:
    """Name of `path` in a record of a notebook that lies in `folder`."""
    absolute = _absolute(path)
    name = _relative(absolute, _absolute(folder))
    if name is None:
        return _ABSOLUTE + _quoted(absolute.as_posix() if os.name != "nt" else f"/{absolute.as_posix()}")
    return name if _is_utf8(name) else _URI + _quoted(name)


def located(name: str, folder: Path) -> Path:
    """The absolute path that `portable` named."""
    if name.startswith(_ABSOLUTE):
        return _absolute(Path(_local(_unquoted(name.removeprefix(_ABSOLUTE)))))
    name = _unquoted(name.removeprefix(_URI)) if name.startswith(_URI) else name
    if name == "~" or name.startswith(_HOME):
        return _absolute(_home() / name[2:])
    return _absolute(folder / name)


def _relative(path: Path, folder: Path) -> str | None:
    home = _home()
    if path.is_relative_to(folder):
        return _plain(path.relative_to(folder).as_posix())
    common = _common(path, folder)
    if _has_root(home) and path.is_relative_to(home) and (common is None or home.is_relative_to(common)):
        return f"{_HOME}{path.relative_to(home).as_posix()}"
    if common is None:
        return None
    return Path(os.path.relpath(path, folder)).as_posix()


def _common(path: Path, folder: Path) -> Path | None:
    """The deepest folder that holds both, if it is not the root."""
    try:
        common = Path(os.path.commonpath([path, folder]))
    except ValueError:  # two drives of Windows
        return None
    return common if _has_root(common) else None


def _has_root(path: Path) -> bool:
    """Whether a path is absolute and not the root itself."""
    return path.is_absolute() and path != path.parent


def _plain(name: str) -> str:
    """A relative name that cannot be taken for one of the other forms."""
    return f"./{name}" if name.startswith(("~", _URI)) else name


def _absolute(path: Path) -> Path:
    absolute = os.path.abspath(path)  # noqa: PTH100  Path.resolve would follow links
    # POSIX lets two leading slashes mean something else; here they never do
    return Path("/" + absolute.lstrip("/")) if absolute.startswith("//") else Path(absolute)


def _home() -> Path:
    return Path(os.path.expanduser("~"))  # noqa: PTH111  Path.home raises where there is none


def _local(uri_path: str) -> str:
    path = uri_path.removeprefix("localhost")
    return path.lstrip("/") if os.name == "nt" else path


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _quoted(name: str) -> str:
    return quote_from_bytes(os.fsencode(name), safe="/~")


def _unquoted(name: str) -> str:
    return os.fsdecode(unquote_to_bytes(name))
