"""Differences that come of another version of a library, known by how they look.

For notebooks that came with no record of their versions: the stored outputs are all there is to tell them from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from jupyter_repro.comparators.numbers import NUMBER
from jupyter_repro.verdicts import Cause, CellVerdict, Divergence, OtherSize, OtherTraceback, Where

LAST_DIGITS = 1e-9
"""Relative change up to which a number differs in its last digits only."""


class Look(NamedTuple):
    """How a library's outputs changed their look."""

    packages: tuple[str, ...]
    """Those whose version it depends on; the first lends its name."""
    what: str
    alike: Callable[[str], str]
    """Brings the old and the new look of a text into one form."""


class Texts(NamedTuple):
    """The lines of a divergence that are not common, of what was stored and what was found."""

    recorded: str
    found: str

    def alike(self, look: Look) -> Texts:
        """Both in the form that the two looks have in common."""
        return Texts(look.alike(self.recorded), look.alike(self.found))

    @property
    def equal(self) -> bool:
        """Whether nothing is left that differs, but for white space."""
        return self.recorded.split() == self.found.split()


def _replacing(*pairs: tuple[str, str]) -> Callable[[str], str]:
    compiled = [(re.compile(pattern, re.MULTILINE), text) for pattern, text in pairs]

    def alike(text: str) -> str:
        for pattern, replacement in compiled:
            text = pattern.sub(replacement, text)
        return text

    return alike


_LOOKS = (
    Look(
        ("numpy",),
        "numpy 1.14 and later write arrays in other words, [1., 2.] for [ 1.,  2.]",
        _replacing((r"\[\s+", "["), (r", dtype=(?:bool|int64)\)", ")")),
    ),
    Look(
        ("pandas",),
        "pandas 0.23 and later put a style into the HTML of a table",
        _replacing((r"^ *<style scoped>\n(?:(?! *</style>).*\n)*(?: *</style>\n?)?", "")),
    ),
    Look(
        ("numpy",),
        "numpy 2 shows a scalar with its type, np.float64(0.9) for 0.9",
        _replacing(
            (
                r"\bnp\.(?:float|u?int|longdouble|longlong|str_|bytes_|datetime|timedelta)\w*\(([^()\n]*)\)",
                r"\1",
            ),
            (r"\bnp\.c(?:omplex|longdouble)\w*\(([^()\n]*)\)", r"(\1)"),
            (r"\bnp\.(True|False)_", r"\1"),
        ),
    ),
    Look(
        ("matplotlib-inline", "matplotlib"),
        "newer versions draw figures of another default size, 640x480 where they were 432x288",
        _replacing((r"<Figure size \d+x\d+ with", "<Figure with")),
    ),
    Look(
        ("matplotlib",),
        "matplotlib shows figures and axes in other words, <Axes: > for <AxesSubplot:>",
        _replacing(
            (r"<matplotlib\.axes\._subplots\.AxesSubplot(?: object)? at [\w-]+>", "<Axes: >"),
            (r"<AxesSubplot: ?", "<Axes: "),
            (r"<Axes(\w*)Subplot: ?", r"<Axes\1: "),
            (r"<matplotlib\.[\w.]+?\.(\w+) (?:object )?at [\w-]+>", r"<\1>"),
            (r"<(?:a list of|BarContainer object of) (\d+) (?:Patch objects|artists)>", r"<\1 artists>"),
        ),
    ),
    Look(
        ("pandas",),
        "pandas names types and frequencies in other words, str for object, Index for Int64Index, ME for M",
        _replacing(
            (r"pandas\.core\.(?:frame|series|indexes\.\w+|groupby\.generic|arrays\.\w+)\.", "pandas."),
            (r"\b(?:Int64|Float64|UInt64)Index\(", "Index("),
            (r"\bdtype([:=]) ?'?(?:object|str|string)\b'?", r"dtype\1 object"),
            (r"(non-null\s+)(?:object|str|string)\b", r"\1object"),
            (r"\b(object|str)(\(\d+\))", r"object\2"),
            (r"((?:^|\s)\w+\s+)(?:object|str)$", r"\1object"),
            (r"\bfreq(=|: ?)'?(?:ME|M)\b'?", r"freq\1M"),
            (r"\bfreq(=|: ?)'?(?:QE|Q)-DEC\b'?", r"freq\1Q-DEC"),
            (r"\bfreq(=|: ?)'?(?:YE|A|Y)-DEC\b'?", r"freq\1A-DEC"),
            (r"\bfreq(=|: ?)'?[hH]\b'?", r"freq\1H"),
            (r"\b(datetime64|timedelta64)\[(?:ns|us|s|ms)\b", r"\1[ns"),
            (r"\bName: (?:count|proportion), ", ""),
            (r"(?<![\w.])(?:None|NaN|<NA>)(?![\w.])", "NaN"),
        ),
    ),
    Look(
        ("scikit-learn",),
        "scikit-learn shows only the parameters of an estimator that are not its defaults",
        _replacing((r"\b([A-Z]\w+)\((?:\w+=[^()]*)?\)", r"\1()")),
    ),
    Look(
        (),
        "warnings come from other lines of the installed packages, or are other ones",
        _replacing(
            (r"^.*?[/\\][^\n:]*\.py:\d+: \w*Warning:.*\n?(?:^[ \t]+\S.*\n?)?", ""),
            (r"^<[^\n>]*>:\d+: \w*Warning:.*\n?(?:^[ \t]+\S.*\n?)?", ""),
        ),
    ),
)

_PICTURE = "figures are drawn in another default size or with other margins"


def version_causes(cell: CellVerdict, versions: Mapping[str, str], remedy: str) -> Iterator[Cause]:
    """Causes of a cell whose divergences look as another version of a library makes them.

    `versions` are the packages that are imported now. `observed` where nothing else differs, else `suspected`.
    """
    texts = [_looks_of(divergence, versions) for divergence in cell.divergences if not divergence.allowed]
    whole = all(complete for _, complete in texts)
    for what, packages in dict.fromkeys(look for looks, _ in texts for look in looks):
        named = ", ".join(f"{name} {versions[name]}" for name in packages if name in versions)
        more = f"{'' if whole else ', among other differences'}{f' (now {named})' if named else ''}"
        is_sure = whole and what != _PICTURE  # other data have other margins, too
        yield Cause(
            "package", "observed" if is_sure else "suspected", f"{what}{more}", Where(cell.index), remedy
        )


_Named = tuple[str, tuple[str, ...]]


def _looks_of(divergence: Divergence, versions: Mapping[str, str]) -> tuple[Sequence[_Named], bool]:
    """The looks of imported packages that a divergence shows, and whether they are all that differs."""
    if isinstance(divergence, OtherSize):
        return [(_PICTURE, ("matplotlib", "matplotlib-inline"))], True
    if isinstance(divergence, OtherTraceback):
        return [("tracebacks are written otherwise", ("ipython",))], True
    texts, is_cut = _changed_lines(divergence.diff), divergence.diff.endswith("\n…")
    known = (look for look in _LOOKS if not look.packages or not versions.keys().isdisjoint(look.packages))
    looks = [look for look in known if _brings_closer(texts, look)]
    for look in looks:
        texts = texts.alike(look)
    named: list[_Named] = [(look.what, look.packages) for look in looks]
    if not texts.equal and not is_cut and _last_digits(texts):
        named.append(("numbers differ in their last digits only", ("numpy", "scipy", "pandas")))
        return named, True
    return named, bool(named) and texts.equal and not is_cut


def _changed_lines(diff: str) -> Texts:
    lines = diff.split("\n")[2:]  # after the two that name the sides
    recorded, found = ("\n".join(line[1:] for line in lines if line.startswith(sign)) for sign in ("-", "+"))
    return Texts(recorded, found)


def _brings_closer(texts: Texts, look: Look) -> bool:
    """Whether the look is on one side only: what both sides share explains nothing."""
    return _distance(texts.alike(look)) < _distance(texts)


def _distance(texts: Texts) -> int:
    """Number of words that one side has and the other has not; the last digits of a number do not count."""
    recorded, found = (NUMBER.sub(_shortly, text).split() for text in texts)
    common = (Counter(recorded) & Counter(found)).total()
    return len(recorded) + len(found) - 2 * common


def _shortly(number: re.Match[str]) -> str:
    return f"{float(number[0]):.10g}"


def _last_digits(texts: Texts) -> bool:
    """Whether only numbers differ, each by at most a unit or two of its last digit, or by LAST_DIGITS."""
    if NUMBER.sub("0", texts.recorded).split() != NUMBER.sub("0", texts.found).split():
        return False
    pairs = zip(NUMBER.findall(texts.recorded), NUMBER.findall(texts.found), strict=True)
    return all(_nearly(recorded, found) for recorded, found in pairs)


def _nearly(recorded: str, found: str) -> bool:
    if recorded == found:
        return True
    a, b = float(recorded), float(found)
    if not abs(a - b) < float("inf") or "." not in recorded + found:
        return False
    return abs(a - b) <= max(LAST_DIGITS * max(abs(a), abs(b)), 2.001 * min(_unit(recorded), _unit(found)))


def _unit(number: str) -> float:
    """What one more in the last written digit adds; zero for numbers that are cut short and not rounded so."""
    mantissa, _, exponent = number.lower().partition("e")
    digits = len(mantissa.partition(".")[2])
    return 10.0 ** (int(exponent or 0) - digits) if digits >= _ROUNDED else 0.0


_ROUNDED = 6
"""Decimals from which on the last digit of a number is taken for rounding."""
