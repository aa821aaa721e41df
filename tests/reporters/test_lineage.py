"""A lineage as a tree, as a graph and as a page."""

from __future__ import annotations

import re

from jupyter_repro.records.lineage import Ancestor, Source
from jupyter_repro.reporters.lineage.mermaid import lineage_mermaid
from jupyter_repro.reporters.lineage.page import lineage_page
from jupyter_repro.reporters.lineage.text import lineage_text

TRAIN = Ancestor(
    "model",
    "train/train.ipynb",
    "train.ipynb",
    "blake3:ab",
    "2026-01-01T00:00:00Z",
    7,
    "c0ffee00ff" * 4,
    verified="verified",
    data=(Source("sales.csv", 3100, "blake3:" + "0" * 64), Source("delta:orders", 10, "blake3:1", "4")),
)
SCORE = Ancestor(
    "",
    'odd "name" <b>#1</b> `x`.ipynb',
    digest="blake3:cd",
    recorded="2026-01-02T00:00:00Z",
    drift=("data a.csv: 1 → 2",),
    consumes=(TRAIN, Ancestor("", "score", note="it builds upon itself: it stands above", cycle=True)),
)


def test_the_tree_tells_state_data_commit_and_seed_of_each():
    assert lineage_text(TRAIN) == (
        "model: train/train.ipynb  verified, seed 7, commit c0ffee00ff, recorded 2026-01-01T00:00:00Z\n"
        "├── data sales.csv, 3.1 kB, blake3:000000000000\n"
        "└── data delta:orders, 10 B, version 4"
    )


def test_the_tree_tells_what_drifted_and_what_is_not_followed():
    note = lineage_text(SCORE, width=120)
    assert "not verified, drifted, nothing pinned, no commit" in note
    assert "├── drifted: data a.csv: 1 → 2" in note
    assert "it builds upon itself" in note


def test_nothing_in_the_graph_can_be_taken_for_its_syntax():
    lines = lineage_mermaid(SCORE).splitlines()
    assert lines[0] == "graph LR"
    for line in lines[1:]:
        assert re.fullmatch(
            r'  (n\d+(d?)\[(\(?)"[^"`<>]*(<br/>[^"`<>]*)*"\)?\]:::(good|warn|data)'
            r'|n\d+d --> n\d+|n\d+ -->\|"[^"`<>]*"\| n\d+|classDef .*)',
            line,
        )


def test_the_graph_leads_from_what_was_built_upon_to_what_builds_upon_it():
    assert '  n1 -->|"model"| n0' in lineage_mermaid(SCORE).splitlines()


def test_a_cycle_is_an_edge_back():
    above = Ancestor("a", "score.ipynb", note="…", cycle=True)
    root = Ancestor(
        "", "score.ipynb", digest="x", consumes=(Ancestor("b", "b.ipynb", digest="y", consumes=(above,)),)
    )
    lines = lineage_mermaid(root).splitlines()
    assert {'  n0 -->|"a"| n1', '  n1 -->|"b"| n0'} <= set(lines)
    assert sum(line.startswith('  n0["') for line in lines) == 1


def test_the_page_needs_nothing_else_and_runs_nothing():
    page = lineage_page(SCORE)
    assert "default-src 'none'" in page
    assert not re.search(r"<script|src=|https?:", page)
    assert "&lt;b&gt;#1&lt;/b&gt;" in page
    assert "model:" in page
