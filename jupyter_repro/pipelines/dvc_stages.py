"""Stages for DVC: the text of a `dvc.yaml`.

Sources: DVC's documentation of `dvc.yaml`, of templating, and of external dependencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import indent
from typing import Any

import yaml

from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.formatting.visible_text import in_one_line
from jupyter_repro.pipelines.stage import WHAT_DECIDES, Stage

_PLAIN = re.compile(r"(?:\.{0,2}/)*[A-Za-z_][\w./ -]*[\w./-]|[a-z]", re.ASCII)
"""Texts that YAML 1.1, which is written here, and YAML 1.2, which DVC reads, take for the same."""


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]
    """Writes lists below their key, and quotes what is not surely a text."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if _PLAIN.fullmatch(text) else '"'
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)
    return node


_Dumper.add_representer(str, _quoted)


def dvc_text(stages: Sequence[Stage]) -> str:
    """The text of a `dvc.yaml` with these stages."""
    return "stages:\n" + "\n".join(indent(_stage_text(stage), "  ") for stage in stages)


def _stage_text(stage: Stage) -> str:
    comments = "".join(f"# {in_one_line(note)}\n" for note in _notes(stage))
    written: str = yaml.dump(
        {stage.name: _stage(stage)}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6
    )
    return comments + written


def _notes(stage: Stage) -> Iterator[str]:
    yield from stage.notes
    for name in stage.home:
        yield f"it reads {name}: DVC knows no ~, so that it is not watched"
    for name in stage.updated:
        yield f"it reads {name} before it writes it: DVC leaves that where it is when the stage runs"


def _stage(stage: Stage) -> dict[str, Any]:
    command = f"jupyter repro snapshot {shell_word(stage.notebook)} --output {shell_word(stage.executed)}"
    deps = (stage.notebook, stage.lock, *stage.files, *_folders(stage), *stage.addresses, *stage.code)
    return {
        "cmd": _literal(command),
        "deps": [_literal(name) for name in dict.fromkeys(deps) if name],
        "params": [{_literal(stage.snapshot): list(WHAT_DECIDES)}],
        "outs": list(_outs(stage)),
    }


def _folders(stage: Stage) -> Iterator[str]:
    return (folder.path for folder in stage.folders)


def _outs(stage: Stage) -> Iterator[Any]:
    for name in stage.outputs:
        options = {}
        if name == stage.executed or name in stage.in_git:
            options["cache"] = False
        if name in stage.updated:
            options["persist"] = True
        yield {_literal(name): options} if options else _literal(name)


def _literal(text: str) -> str:
    """A text of which DVC replaces nothing."""
    return text.replace("${", "\\${")
