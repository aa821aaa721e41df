"""What a snapshot says of data and code, sorted by what a pipeline can do with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from jupyter_repro.addresses.data_addresses import HIDDEN
from jupyter_repro.addresses.data_names import DataName, data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.addresses.queried_files import queried_file
from jupyter_repro.pipelines.pipeline_place import PipelinePlace
from jupyter_repro.pipelines.stage import InputFolder
from jupyter_repro.records.snapshot import Context, DataFile, DataFolder

_OF_OBJECTS = frozenset({"s3", "gs"})
_OF_SERVERS = frozenset({"http", "https"})
_TABLES = frozenset({"delta"})
"""Schemes of tables whose files lie in one folder."""
_OUTSIDE = "{} {}, which is outside of the project: it is not declared"

Found = tuple[str, Any]
"""Field of a stage, and what belongs into it."""


class StageData(msgspec.Struct, frozen=True):
    """Looks at the context of one notebook's snapshot."""

    place: PipelinePlace
    folder: Path
    """Of the notebook, absolute."""
    context: Context

    def fields(self) -> dict[str, Any]:
        """Fields of `Stage`: what is read, written and imported, each in order."""
        found: defaultdict[str, dict[Any, None]] = defaultdict(dict)
        for field, what in (*self._results(), *self._data(), *self._code()):
            found[field].setdefault(what)
        results, read = found.pop("results", {}), found.get("files", {})
        found["updated"] = {name: None for name in results if name in read}
        found["results"] = {name: None for name in results if name not in read}
        found["files"] = {name: None for name in read if name not in results}
        found["code"] = {name: None for name in found["code"] if name not in results}
        return {field: tuple(sorted(what) if field != "folders" else what) for field, what in found.items()}

    def _results(self) -> Iterator[Found]:
        for written in self.context.written or ():
            name, path = data_name(written), located(written, self.folder)
            if name.is_folder:
                yield "notes", f"it writes very many files in {self._shown(name)}, which are not declared"
            elif not self.place.holds(path):
                yield "notes", _OUTSIDE.format("it writes", self._shown(name))
            else:
                yield "results", self.place.name(path)

    def _code(self) -> Iterator[Found]:
        for module in self.context.modules:
            path = located(module, self.folder)
            if self.place.holds(path):
                yield "code", self.place.name(path)
            else:
                yield "notes", _OUTSIDE.format("it imports", self._shown(data_name(module)))
        for origin in self.context.packages.origins.values():
            source = located(origin.address, self.folder)
            if origin.editable and self.place.holds(source):
                yield from (("code", self.place.name(source / file)) for file in origin.files)

    def _data(self) -> Iterator[Found]:
        for text, file in self.context.data.items():
            name = data_name(text, file.version)
            if name.scheme in _TABLES and (table := data_name(f"{name.path}/")).is_file:
                yield from self._folder(table, DataFolder(0, recursive=True))
            elif name.is_folder and file.folder:
                yield from self._folder(name, file.folder)
            elif name.is_file:
                yield self._file(name)
            else:
                yield from self._elsewhere(name, file)

    def _file(self, name: DataName) -> Found:
        path = located(name.text, self.folder)
        if name.kind == "home" and not self.place.holds(path):
            return "home", name.text
        if not _is_utf8(path):
            return "notes", f"it reads {name.text}, whose name is not UTF-8: it is not declared"
        return "files", self._path(name, path)

    def _folder(self, name: DataName, folder: DataFolder) -> Iterator[Found]:
        path = located(name.text, self.folder)
        if (name.kind == "home" and not self.place.holds(path)) or not _is_utf8(path):
            yield "notes", _OUTSIDE.format("it reads", self._shown(name))
            return
        declared = self._path(name, path)
        below = tuple(f"{declared}/{each}".removeprefix("./") for each in folder.files)
        own = {located(each, self.folder) for each in self.context.written or ()}
        if any(each.is_relative_to(path) for each in (*own, self.folder, self.place.base)):
            yield from (("files", each) for each in below)
            yield "notes", f"a file that is new in {self._shown(name)} is not noticed: results lie there too"
        else:
            yield "folders", InputFolder(declared, below, folder.endings, folder.recursive)

    def _shown(self, name: DataName) -> str:
        """A file in a sentence: as seen from the pipeline's folder, where it is not below the home folder."""
        return name.text if name.kind != "relative" else self.place.name(located(name.text, self.folder))

    def _path(self, name: DataName, path: Path) -> str:
        """How a file is declared: as seen from the pipeline's folder, or where nothing is shared, its whole path."""
        is_absolute = name.kind == "uri" and not self.place.holds(path)
        return path.as_posix() if is_absolute else self.place.name(path)

    def _elsewhere(self, name: DataName, file: DataFile) -> Iterator[Found]:
        if queried_file(name.text, self.folder):  # the database's file is among the data by its own name
            return
        can_tell = name.scheme in _OF_OBJECTS or (name.scheme in _OF_SERVERS and file.etag)
        if name.kind == "address" and can_tell and HIDDEN not in name.public:
            yield "addresses", name.public
        else:
            yield "notes", f"it reads {name.public}, which no pipeline can watch"


def _is_utf8(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True
