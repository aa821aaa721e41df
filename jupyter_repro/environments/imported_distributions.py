"""What must be installed for a notebook's cells: the distributions that provide what they import."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbformat import NotebookNode

from jupyter_repro.collectors.packages import normalised
from jupyter_repro.notebooks.notebook_files import code_cells

DISTRIBUTIONS = {
    "airflow": "apache-airflow", "AppKit": "pyobjc-framework-Cocoa", "attr": "attrs", "Bio": "biopython",
    "bs4": "beautifulsoup4", "cairo": "pycairo", "community": "python-louvain", "Crypto": "pycryptodome",
    "cv2": "opencv-python-headless", "dateutil": "python-dateutil", "docx": "python-docx",
    "dotenv": "python-dotenv", "faiss": "faiss-cpu", "fitz": "pymupdf", "gi": "pygobject",
    "git": "gitpython", "github": "pygithub", "googleapiclient": "google-api-python-client",
    "igraph": "python-igraph", "imblearn": "imbalanced-learn", "jwt": "pyjwt",
    "Levenshtein": "python-levenshtein", "magic": "python-magic", "mpl_toolkits": "matplotlib",
    "MySQLdb": "mysqlclient", "odf": "odfpy", "OpenSSL": "pyopenssl", "osgeo": "gdal", "PIL": "pillow",
    "pkg_resources": "setuptools", "pptx": "python-pptx", "psycopg2": "psycopg2-binary",
    "pylab": "matplotlib", "ruamel": "ruamel.yaml", "serial": "pyserial", "skimage": "scikit-image",
    "sklearn": "scikit-learn", "skopt": "scikit-optimize", "slugify": "python-slugify", "socks": "pysocks",
    "speech_recognition": "speechrecognition", "surprise": "scikit-surprise", "talib": "ta-lib",
    "umap": "umap-learn", "usb": "pyusb", "wx": "wxpython", "yaml": "pyyaml", "zmq": "pyzmq",
}  # fmt: skip
"""Import name to distribution, where they differ by more than their spelling."""

REMOVED = frozenset(
    [
        "_dummy_threading",
        "aifc",
        "asynchat",
        "asyncore",
        "audioop",
        "binhex",
        "cgi",
        "cgitb",
        "chunk",
        "crypt",
        "distutils",
        "dummy_threading",
        "formatter",
        "fpectl",
        "imghdr",
        "imp",
        "lib2to3",
        "macpath",
        "macurl2path",
        "mailcap",
        "msilib",
        "nis",
        "nntplib",
        "ossaudiodev",
        "parser",
        "pipes",
        "smtpd",
        "sndhdr",
        "spwd",
        "sunau",
        "symbol",
        "telnetlib",
        "uu",
        "xdrlib",
        "__builtin__",
    ]
)
"""Modules that the standard library had once."""

_SINCE = {
    "dataclasses": (3, 7),
    "contextvars": (3, 7),
    "graphlib": (3, 9),
    "zoneinfo": (3, 9),
    "tomllib": (3, 11),
}
"""Modules that the standard library has only since this version: before, a distribution of that name provided them."""

IMPLIED = (
    (r"^\s*%(?:matplotlib|pylab)\b|\.(?:plot|hist|boxplot)(?:\.\w+)?\(", "matplotlib", "pandas matplotlib"),
    (r"\b(?:pd|pandas)\.read_excel\(|\bExcelFile\(|\.to_excel\(", "xlrd", "pandas"),
    (r"\b(?:pd|pandas)\.read_excel\(|\.to_excel\(", "openpyxl", "pandas"),
    (r"\bread_parquet\(|\.to_parquet\(|\bread_feather\(|\.to_feather\(", "pyarrow", "pandas"),
    (r"\bread_hdf\(|\.to_hdf\(|\bHDFStore\(", "tables", "pandas"),
    (r"\b(?:pd|pandas)\.read_html\(", "lxml", "pandas"),
    (r"\b(?:pd|pandas)\.read_html\(", "html5lib", "pandas"),
    (r"\.style\.", "jinja2", "pandas"),
    (r"\bsklearn\b", "scipy", "scikit-learn"),  # up to 0.19 it does not say so itself
    (r"['\"]html5lib['\"]", "html5lib", "beautifulsoup4"),
    (r"['\"]lxml['\"]", "lxml", "beautifulsoup4"),
    (r"\btqdm_notebook\b|\btqdm\.(?:notebook|auto)\b", "ipywidgets", "tqdm"),
    (r"^\s*import keras\b|^\s*from keras\b", "tensorflow", "keras"),
    (r"^\s*%load_ext watermark\b", "watermark", ""),
    (r"^\s*%(?:load_ext|reload_ext) sql\b", "ipython-sql", ""),
    (r"^\s*%(?:load_ext|reload_ext) (?:line_profiler)\b", "line-profiler", ""),
    (r"^\s*%(?:load_ext|reload_ext) (?:memory_profiler)\b", "memory-profiler", ""),
    (r"^\s*%(?:load_ext|reload_ext) [Cc]ython\b", "cython", ""),
)  # fmt: skip
"""What is needed though it is not imported: a pattern of the source, the distribution, and those it goes with."""

_OTHER_LANGUAGE = re.compile(r"\s*%%(?!time\b|timeit\b|capture\b|prun\b)\w+")
_MAGIC = re.compile(r"^(\s*)(?:[%!?].*|\w[\w., ]*=\s*[%!].*|.*\?{1,2}\s*)$")


def distributions(notebook: NotebookNode, folder: Path, python: str) -> list[str]:
    """Distributions that provide what the cells import, sorted; modules beside the notebook are left out."""
    names = set(imported(source for _, source in python_sources(notebook)))
    wanted = {distribution(name) for name in names if _is_foreign(name, folder, python)}
    text = "\n".join(cell.source for _, cell in code_cells(notebook))
    for pattern, implied, companions in IMPLIED:
        if (not companions or wanted & set(companions.split())) and re.search(pattern, text, re.MULTILINE):
            wanted.add(implied)
    if re.search(r"^\s*%(?:matplotlib|pylab)\b", text, re.MULTILINE):
        wanted.add("matplotlib")
    return sorted(wanted)


def distribution(name: str) -> str:
    """The distribution that provides a top-level module: by the table, else of the same name."""
    return normalised(DISTRIBUTIONS.get(name, name))


def python_sources(notebook: NotebookNode) -> Iterator[tuple[int, str]]:
    """Index and source of the cells that are Python, without the lines that are IPython's."""
    for index, cell in code_cells(notebook):
        if not _OTHER_LANGUAGE.match(cell.source):
            yield index, without_magics(cell.source)


def without_magics(source: str) -> str:
    """The source with `pass` for lines that are IPython's, as many lines as before."""
    return "\n".join(_MAGIC.sub(r"\1pass", line) for line in source.split("\n"))


def imported(sources: Iterable[str]) -> Iterator[str]:
    """First names of the modules that are imported anywhere in the sources."""
    for source in sources:
        yield from _of_lines(source) if (tree := _tree(source)) is None else _of_tree(tree)


def _tree(source: str) -> ast.Module | None:
    """None for what this Python does not understand, such as `print x`."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _of_tree(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.split(".")[0]


_FROM = re.compile(r"^\s*from\s+([A-Za-z_]\w*)[\w.]*\s+import\b", re.MULTILINE)
_IMPORT = re.compile(r"^\s*import\s+([^#;\n]+)", re.MULTILINE)


def _of_lines(source: str) -> Iterator[str]:
    yield from _FROM.findall(source)
    for names in _IMPORT.findall(source):
        for name in names.split(","):
            if found := re.match(r"\s*([A-Za-z_]\w*)", name):
                yield found[1]


def _is_foreign(name: str, folder: Path, python: str) -> bool:
    if (folder / f"{name}.py").exists() or (folder / name).is_dir():
        return False
    return not in_standard_library(name, python) and name != "jupyter_repro"


def in_standard_library(name: str, python: str) -> bool:
    """Whether that Python, `3.6.9`, has the module itself."""
    version = tuple(int(part) for part in python.split(".")[:2])
    if name in _SINCE:
        return version >= _SINCE[name]
    return name in sys.stdlib_module_names or name in REMOVED or name == "__main__"
