"""How often the cause that is reported is the right one: every planted notebook of tests/notebooks/causes.

Each is recorded in a folder of its own, changed as its case says, and verified. Right is: the status, the cell, and of
the first cause the kind, the cell and the line; no cause that is called proven and is not it; and where a command is
reported as the remedy, that it cures. `python benchmarks/causes.py data rng` runs these files only, any other word the
cases whose name has it; with `--why` it is said what `jupyter repro why`
proves. Of all cases the table is written to docs/causes.md.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from page import write_between
from planted_cases import Case, can_run, cases
from planted_judgement import Judged, explained, judged

DOCS = Path(__file__).parents[1] / "docs" / "causes.md"
MARK = "<!-- made by benchmarks/causes.py -->"
WHY = "--why"
WORKERS = int(os.environ.get("CAUSES_WORKERS", "2"))


def chosen(words: Sequence[str]) -> list[Case]:
    """Cases of these kinds, or with these words in their name; all without any."""
    every = cases()
    kinds = {case.kind for case in every}
    return [
        case
        for case in every
        if not words or any(word == case.kind or (word not in kinds and word in case.name) for word in words)
    ]


def table(results: Sequence[Judged]) -> str:
    """Kind, cases, right and wrong, with their sums."""
    count: Counter[tuple[str, bool]] = Counter((each.case.kind, not each.wrong) for each in results)
    kinds = sorted({kind for kind, _ in count})
    rows = [(kind, count[kind, True], count[kind, False]) for kind in kinds]
    rows.append(("**all**", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    lines = ["| kind | cases | right | wrong |", "|---|---|---|---|"]
    lines += [f"| {kind} | {right + wrong} | {right} | {wrong} |" for kind, right, wrong in rows]
    return "\n".join(lines)


def reported(results: Sequence[Judged]) -> Iterator[str]:
    """The wrong ones with what was said, then how many there are of each class."""
    for each in results:
        if not each.wrong and not each.is_proven and each.untried:
            yield f"- {each.case.kind}: {each.case.name}: not proven: {'; '.join(each.untried)}"
        elif not each.wrong and not each.is_proven and WHY in sys.argv and not each.case.is_benign:
            yield f"? {each.case.kind}: {each.case.name}: not proven: {each.said}"
        if each.wrong:
            yield f"✗ {each.case.kind}: {each.case.name}\n    said: {each.said}"
            yield from (f"    {line}" for line in each.wrong)
    classes = Counter(line.partition(":")[0] for each in results for line in each.wrong)
    yield ", ".join(f"{name} {number}" for name, number in classes.most_common()) or "all are right"


def quiet() -> None:
    """What kernels and their children write past everything that captures it goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)


def main() -> None:
    words = [word for word in sys.argv[1:] if word != WHY]
    judge = explained if WHY in sys.argv else judged
    wanted = chosen(words)
    runnable = [case for case in wanted if can_run(case)]
    began = time.perf_counter()
    results = []
    with ProcessPoolExecutor(WORKERS, initializer=quiet) as pool:
        for each in pool.map(judge, runnable):
            results.append(each)
            print(
                "✗" if each.wrong else "✓", each.case.kind, "–", each.case.name, file=sys.stderr, flush=True
            )
    print("\n".join(reported(results)))
    print(table(results))
    print(f"{len(runnable)} of {len(wanted)} cases could be run here; {time.perf_counter() - began:.0f} s")
    if WHY in sys.argv:
        print(f"{sum(each.is_proven for each in results)} proven, of these wrong: ", end="")
        print(sum(each.is_proven and bool(each.wrong) for each in results))
    elif not words:
        write_between(DOCS, MARK, table(results))


if __name__ == "__main__":
    main()
