"""Rules for Snakemake: the text of a Snakefile, or of a part of one that is included.

Sources: Snakemake's documentation, "Rules", of `ancient` and of `update`, and its `io.apply_wildcards`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from glob import escape

from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.visible_text import in_one_line
from jupyter_repro.pipelines.stage import WHAT_DECIDES, InputFolder, Stage

_RECORDED = '''

def recorded_context(snapshot):
    """What a notebook is run with: where that is recorded again, it is run again."""
    with open(snapshot, encoding="utf-8") as file:
        context = json.load(file)["context"]
    return {{name: context[name] for name in {names}}}
'''
_FILES_IN = '''

def files_in(patterns, made=()):
    """The files that are there now, also those that are new, and those that another rule makes."""
    found = {name for pattern in patterns for name in glob(pattern, recursive=True) if isfile(name)}
    return sorted(found | set(made))
'''
_SHELL = "jupyter repro snapshot {input.notebook:q} --output {output.notebook:q}"


def snakemake_text(stages: Sequence[Stage]) -> str:
    """The text of a Snakefile with these rules, and one that asks for all of them.

    Raises ReproError for a file that Snakemake cannot name.
    """
    for stage in stages:
        _check_names(stage)
    made = [name for stage in stages for name in stage.outputs]
    rules = (_rule(stage, made) for stage in stages)
    return "\n\n".join([_header(stages), _all(stages), *rules]) + "\n"


def _check_names(stage: Stage) -> None:
    for name in (stage.notebook, *stage.inputs, *stage.home, *stage.outputs):
        if "{" in name or "}" in name:
            raise ReproError(
                f"Snakemake takes the braces in {name} for a wildcard", "give it a name without braces"
            )


def _header(stages: Sequence[Stage]) -> str:
    imports, functions = ["import json"], [_RECORDED.format(names=_names(WHAT_DECIDES))]
    if any(stage.folders for stage in stages):
        imports.append("from glob import glob")
        functions.append(_FILES_IN)
    paths = [
        *(["expanduser"] if any(stage.home for stage in stages) else []),
        *(["isfile"] if any(stage.folders for stage in stages) else []),
    ]
    if paths:
        imports.append(f"from os.path import {', '.join(paths)}")
    return "\n".join(imports) + "".join(f"\n{each.rstrip()}" for each in functions)


def _names(facts: Iterable[str]) -> str:
    return repr(tuple(fact.removeprefix("context.") for fact in facts))


def _all(stages: Sequence[Stage]) -> str:
    made = [repr(stage.executed) for stage in stages]
    return "\n".join(["\nrule notebooks:", "    input:", *(f"        {name}," for name in made)])


def _rule(stage: Stage, made: Sequence[str]) -> str:
    lines = [
        f"\nrule {stage.name}:",
        *(f"    # {in_one_line(note)}" for note in _notes(stage)),
        *_section("input", _inputs(stage, made)),
        *_section("output", _outputs(stage)),
        *_section("params", {"recorded": f"recorded_context({stage.snapshot!r})"}.items()),
        "    shell:",
        f"        {_SHELL!r}",
    ]
    return "\n".join(lines)


def _notes(stage: Stage) -> Iterator[str]:
    yield from stage.notes
    for address in stage.addresses:
        yield f"it reads {address}, which is no file: Snakemake does not watch it"
    for name in stage.updated:
        yield f"it reads {name} before it writes it: where that is changed by hand, nothing is run again"


def _section(keyword: str, entries: Iterable[tuple[str, str]]) -> list[str]:
    return [f"    {keyword}:", *(f"        {name}={value}," for name, value in entries)]


def _inputs(stage: Stage, made: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield "notebook", repr(stage.notebook)
    yield "snapshot", f"ancient({stage.snapshot!r})"
    if stage.lock:
        yield "lock", repr(stage.lock)
    data = [*map(repr, stage.files), *(f"expanduser({name!r})" for name in stage.home)]
    if data:
        yield "data", _list(data)
    for number, folder in enumerate(stage.folders, 1):
        yield f"folder_{number}", f"lambda wildcards: files_in({_folder(folder, made)})"
    if stage.code:
        yield "code", _list(map(repr, stage.code))


def _outputs(stage: Stage) -> Iterator[tuple[str, str]]:
    yield "notebook", repr(stage.executed)
    if stage.results:
        yield "results", _list(map(repr, stage.results))
    if stage.updated:
        yield "updated", _list(f"update({name!r})" for name in stage.updated)


def _folder(folder: InputFolder, made: Sequence[str]) -> str:
    others = [repr(name) for name in made if folder.holds(name)]
    return ", ".join([_list(map(repr, _patterns(folder))), *([f"made={_list(others)}"] if others else [])])


def _patterns(folder: InputFolder) -> Iterator[str]:
    below = "**/" if folder.recursive else ""
    for ending in folder.endings or ("",):
        yield f"{escape(folder.path)}/{below}*{escape(ending)}"


def _list(items: Iterable[str]) -> str:
    return "[" + ", ".join(items) + "]"
