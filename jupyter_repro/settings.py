"""The project's settings: `[tool.jupyter-repro]` in the nearest pyproject.toml, and environment variables above it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.errors import UnreadableInput
from jupyter_repro.formatting.invalid_values import placed_value_in_words, unknown_key, value_in_words
from jupyter_repro.formatting.sizes import size_in_bytes
from jupyter_repro.formatting.suggestions import did_you_mean
from jupyter_repro.pinning.seeds import LARGEST_SEED
from jupyter_repro.policies.rules import Rule, Timings, sanitizing
from jupyter_repro.records.run_limits import RunLimits, memory_limit

TABLE, MISSPELLED = "jupyter-repro", "jupyter_repro"
VARIABLES = "JUPYTER_REPRO_"

Keep = Literal["never", "small", "always"]
"""Which of the recorded data is kept in the cache: none, files up to the limit, or all."""


class DataRule(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """How some of the data is kept."""

    name: str
    """Of the data as a snapshot calls it; `*` and `?` stand for what they do in a shell."""
    keep: Keep | None = None
    """None where an earlier rule, or the setting for all, decides."""
    digest_answers: bool = False
    """Of queries to a server: whether the rows that the notebook fetches are digested, and not only counted."""
    probe: str = ""
    """A query that is put to the same server beside those of the notebook."""

    def holds_for(self, names: Sequence[str]) -> bool:
        """Whether it holds for data that is called by any of these names."""
        return any(fnmatchcase(name, self.name) for name in names)


class DataSettings(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """What a project decides about keeping the data that its notebooks read."""

    keep: Keep = "small"
    """Which data is kept: none, files up to the limit, or all."""
    limit: str = "10 MB"
    """Largest file that counts as small."""
    remote: str = ""
    """Where `jupyter repro data push` copies what is kept, any address that fsspec opens, without credentials."""
    rules: tuple[DataRule, ...] = ()
    """For data of some names; a later rule is stronger."""

    def __post_init__(self) -> None:
        """Raises ValueError for a limit that is no size."""
        size_in_bytes(self.limit)

    def keep_for(self, name: str) -> Keep:
        """How data is kept that a snapshot calls by this name; of a folder, the slash behind it need not be there."""
        rule = self._rule_for(name)
        return rule.keep if rule and rule.keep else self.keep

    def asks_for(self, name: str) -> bool:
        """Whether a rule says that data of this name is kept in any case."""
        rule = self._rule_for(name)
        return rule is not None and rule.keep == "always"

    def digests_answers(self, name: str) -> bool:
        """Whether a rule asks for the digest of what a server answers."""
        return any(rule.digest_answers for rule in self.rules if rule.holds_for((name,)))

    def probes_for(self, name: str) -> tuple[str, ...]:
        """The queries that rules put to a server beside one of this name."""
        return tuple(rule.probe for rule in self.rules if rule.probe and rule.holds_for((name,)))

    def _rule_for(self, name: str) -> DataRule | None:
        names = (name, name.rstrip("/"))
        rules = (rule for rule in reversed(self.rules) if rule.keep is not None)
        return next((rule for rule in rules if rule.holds_for(names)), None)


class Settings(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """What a project decides for all its notebooks."""

    seed: Annotated[int, msgspec.Meta(ge=0, le=LARGEST_SEED)] = 42
    """Seed where neither the command, the notebook nor an earlier snapshot has one."""
    timeout: Annotated[float, msgspec.Meta(gt=0)] | None = None
    """Seconds that one cell may take."""
    notebook_timeout: Annotated[float, msgspec.Meta(gt=0)] | None = None
    """Seconds that the whole notebook may take."""
    memory_limit: str = ""
    """Memory that the kernel may use, with all that it starts; "" for as much as there is."""
    output_limit: str = "100 MB"
    """Output that one cell may write; all of a notebook's five times as much."""
    timings: Timings = "equivalent"
    """`compare` makes a difference in what `%time` or a progress bar reports a divergence."""
    tolerance: Annotated[float, msgspec.Meta(ge=0)] | None = None
    """Relative tolerance of numbers, for all cells that declare none themselves."""
    strict: bool = False
    """Whether drift of the context is a failure, also where all outputs agree."""
    sanitize_with: str = ""
    """Path of one of nbval's sanitize files, relative to the settings' folder."""
    lock: Literal["pylock", "requirements", "project", "none"] = "pylock"
    """What `snapshot` writes beside the notebook, where uv is installed: `requirements` has no download addresses."""
    lock_files: Literal["platform", "all"] = "platform"
    """Which files of a package a `pylock` names: those that this platform installs, or of all platforms."""
    track: str = ""
    """Tracker that snapshots are published in, `mlflow:` for instance; without credentials."""
    data: DataSettings = DataSettings()
    rules: tuple[Rule, ...] = ()
    """What is let pass in some notebooks, cells or MIME types; a later rule is stronger."""

    def __post_init__(self) -> None:
        """Raises ValueError for a limit that is no size."""
        size_in_bytes(self.output_limit)
        if self.memory_limit:
            memory_limit(self.memory_limit)

    @property
    def limits(self) -> RunLimits:
        """Of one execution of a notebook."""
        return RunLimits(
            self.notebook_timeout, memory_limit(self.memory_limit) if self.memory_limit else None
        )

    @property
    def most_output(self) -> int:
        """Bytes that one cell may write."""
        return size_in_bytes(self.output_limit)


def settings_for(folder: Path) -> Settings:
    """Settings that hold for notebooks in `folder`: of environment variables, else of the nearest pyproject.toml.

    Raises UnreadableInput, naming file and key, or the variable.
    """
    return _found(folder)[1]


def named_remote(folder: Path) -> str:
    """Where the settings say that data of notebooks in `folder` is copied to: an address, or an absolute path, or "".

    A relative path in the settings begins where they lie. Raises UnreadableInput.
    """
    base, settings = _found(folder)
    remote = settings.data.remote
    place = parse_address(remote)
    if not remote or place.is_url or place.is_chain:
        return remote
    return os.path.abspath(base / os.path.expanduser(remote))  # noqa: PTH100, PTH111  links are not followed


def rules_for(notebook: Path) -> tuple[Rule, ...]:
    """The rules that hold for a notebook, those of a sanitize file first; raises UnreadableInput.

    A rule that has no name is called by its place in the settings.
    """
    base, settings = _found(notebook.parent)
    path = Path(os.path.relpath(notebook.resolve(), base.resolve())).as_posix()
    rules = [
        msgspec.structs.replace(rule, name=rule.name or f"rules[{index}] of pyproject.toml")
        for index, rule in enumerate(settings.rules)
        if rule.holds_for_notebook(path)
    ]
    return (*_sanitize_rules(base, settings), *rules)


def settings_files(folder: Path) -> list[Path]:
    """The pyproject.toml that holds for notebooks in `folder`, if any, and the sanitize file that it names."""
    base, settings = _found(folder)
    path = base.absolute() / "pyproject.toml"
    if not path.is_file() or _table(path) is None:
        return []
    return [path, *([base.absolute() / settings.sanitize_with] if settings.sanitize_with else [])]


def project_root(folder: Path) -> Path:
    """The project that a folder is part of: where its settings lie; else the root of its repository; else the folder.

    Raises UnreadableInput for settings that cannot be read.
    """
    folder = folder.resolve()
    if files := settings_files(folder):
        return files[0].parent.resolve()
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), folder)


def _sanitize_rules(base: Path, settings: Settings) -> tuple[Rule, ...]:
    if not settings.sanitize_with:
        return ()
    path = base / settings.sanitize_with
    try:
        replacements = sanitizing(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableInput(path, str(error), f"it is the sanitize-with of [tool.{TABLE}]") from None
    return (Rule(name=path.name, replace=replacements),)


def settings_table(folder: Path) -> tuple[Path, object] | None:
    """The nearest pyproject.toml at or above `folder` that has our table, with it; None where there is none.

    Raises UnreadableInput.
    """
    for parent in (folder, *folder.resolve().parents):
        path = parent / "pyproject.toml"
        if path.is_file() and (table := _table(path)) is not None:
            return path, table
    return None


def variable_of(setting: str) -> str:
    """The environment variable of a setting: `JUPYTER_REPRO_DATA_LIMIT` is that of `data.limit`."""
    return VARIABLES + re.sub("[-.]", "_", setting).upper()


def given_by_variables() -> dict[str, str]:
    """The settings that environment variables give, with their texts; an empty variable gives none."""
    return {name: text for name in _ONE_VALUE if (text := os.environ.get(variable_of(name), ""))}


def setting_names(kind: type[msgspec.Struct] = Settings, above: str = "") -> Iterator[str]:
    """Names of all settings, in the order of the documentation: `seed`, `data.limit`."""
    for field in msgspec.structs.fields(kind):
        name = above + field.encode_name
        if field.type is DataSettings:
            yield from setting_names(DataSettings, f"{name}.")
        else:
            yield name


_ONE_VALUE = tuple(name for name in setting_names() if not name.endswith("rules"))
"""Settings that a variable can give."""


def _found(folder: Path) -> tuple[Path, Settings]:
    """Folder of the settings, and the settings."""
    found = settings_table(folder)
    settings = _settings(found[1], found[0]) if found else Settings()
    given = given_by_variables()
    return found[0].parent if found else folder, _with_given(settings, given) if given else settings


def _with_given(settings: Settings, given: Mapping[str, str]) -> Settings:
    """The settings with those of variables in their places; raises UnreadableInput."""
    for name, text in given.items():
        table: dict[str, Any] = msgspec.to_builtins(settings)
        section, _, key = name.rpartition(".")
        place = table[section] if section else table
        place[key] = text
        try:
            settings = msgspec.convert(table, Settings, strict=False)
        except msgspec.ValidationError as error:
            what = value_in_words(error, Settings)
            raise UnreadableInput(
                f"the variable {variable_of(name)}", f"{text!r} is no value of {name}: {what}", _KEYS
            ) from None
    return settings


def _table(path: Path) -> object:
    import tomllib

    try:
        tools = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise UnreadableInput(path, str(error)) from None
    if not isinstance(tools, dict):
        return None
    if MISSPELLED in tools:
        raise UnreadableInput(path, f"[tool.{MISSPELLED}] is no table of ours", f"write [tool.{TABLE}]")
    return tools.get(TABLE)


_KEYS = "list the settings: jupyter repro help settings"


def _remedy(error: msgspec.ValidationError) -> str:
    """What to do about it: of an unknown key, the one that may be meant."""
    unknown = unknown_key(error)
    keys = [*setting_names(Rule), *(part for name in setting_names() for part in name.split("."))]
    meant = did_you_mean(unknown, keys) if unknown else ""
    return f"{meant} {_KEYS}" if meant else _KEYS


def _settings(table: object, path: Path) -> Settings:
    try:
        return msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        what = placed_value_in_words(error, Settings)
        raise UnreadableInput(path, f"[tool.{TABLE}] {what}", _remedy(error)) from None
