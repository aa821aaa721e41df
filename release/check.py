"""`make release-check`: what would be published installs, without Node.js, on every Python that is here, and works."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from advisories import check_advisories
from software_bill import write_bill

from jupyter_repro.environments.pyenv import found_pythons

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
SMOKE_TEST = ROOT / "release" / "smoke_test.py"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
FRONT_END = "/static/style.js"
JUPYTERS_OWN = ("ipykernel", "jupyter-client", "nbclient", "nbformat")
"""What is there anyway where notebooks run."""
MOST_MEGABYTES, MOST_PACKAGES = 120, 60
"""That the core brings along beside these."""


def run(*command: str | Path, **options: object) -> None:
    """A program, silent as long as it goes well."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(
            f"{Path(str(command[0])).name} {' '.join(map(str, command[1:]))} failed:\n{done.stdout}{done.stderr}"
        )


def built() -> Path:
    """The wheel, made of the sdist beside it, both checked."""
    shutil.rmtree(DIST, ignore_errors=True)
    run(sys.executable, "-m", "build", "--outdir", DIST, ROOT)
    (wheel,), (sdist,) = DIST.glob("*.whl"), DIST.glob("*.tar.gz")
    with tarfile.open(sdist) as source, zipfile.ZipFile(wheel) as built_from_it:
        for file, names in ((sdist, source.getnames()), (wheel, built_from_it.namelist())):
            if not any(name.endswith(FRONT_END) for name in names):
                sys.exit(f"{file.name} holds no built front end: make front-end")
    run(sys.executable, "-m", "twine", "check", "--strict", *DIST.iterdir())
    run(Path(sys.executable).with_name("check-wheel-contents"), wheel)
    return wheel


def pythons() -> Iterator[tuple[str, Path | None]]:
    """Each version that is to be supported, with its interpreter; None where it is not here."""
    for version in PYTHONS:
        found = found_pythons(f"{version}.0")
        named = shutil.which(f"python{version}")
        yield version, found[0] if found else _working(named)


def _working(named: str | None) -> Path | None:
    answer = named and subprocess.run([named, "-c", ""], capture_output=True, check=False).returncode
    return Path(named) if named and answer == 0 else None


def environment(folder: Path, python: Path, *wanted: str | Path) -> Path:
    """A new environment with these packages; its interpreter."""
    uv = [sys.executable, "-m", "uv"]
    run(*uv, "venv", "--quiet", "--python", python, folder)
    inside = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(*uv, "pip", "install", "--quiet", "--python", inside, "--compile-bytecode", *wanted)
    return inside


def without_node(environ: dict[str, str]) -> dict[str, str]:
    """Variables under which neither Node.js nor this environment is found."""
    folders = environ["PATH"].split(os.pathsep)
    kept = [
        each
        for each in folders
        if not shutil.which("node", path=each) and each != str(Path(sys.executable).parent)
    ]
    return {**environ, "PATH": os.pathsep.join([*kept, *_system_without_node(folders)])}


def _system_without_node(folders: list[str]) -> Iterator[str]:
    """Where Node.js lies among the system's programs, a folder of links to what a notebook may need of these."""
    if any(shutil.which("node", path=each) and shutil.which("git", path=each) for each in folders):
        folder = Path(tempfile.mkdtemp(prefix="release-path-"))
        for name in ("git", "sh", "env", "uname"):
            if found := shutil.which(name):
                (folder / name).symlink_to(found)
        yield str(folder)


def smoke_test(version: str, python: Path, wheel: Path, scratch: Path) -> Path:
    """Install the wheel for a Python, and do with it what a new user does; its interpreter."""
    inside = environment(scratch / version, python, wheel)
    environ = without_node({**os.environ, "JUPYTER_REPRO_CACHE": str(scratch / "cache")})
    run(inside, SMOKE_TEST, env=environ)
    return inside


def packages(python: Path) -> dict[str, str]:
    """Name and version of all that is installed for a Python."""
    command = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "list",
        "--quiet",
        "--format",
        "json",
        "--python",
        str(python),
    ]
    listed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {each["name"]: each["version"] for each in listed}


def megabytes(python: Path) -> float:
    """What an environment takes on disk, with its byte code."""
    return sum(each.stat().st_size for each in python.parents[1].rglob("*") if each.is_file()) / 1e6


def weigh(core: Path, python: Path, scratch: Path) -> None:
    """Say how much the core brings along, and fail where that is too much."""
    jupyter = environment(scratch / "jupyter", python, *JUPYTERS_OWN)
    more = packages(core).keys() - packages(jupyter).keys()
    size = megabytes(core) - megabytes(jupyter)
    print(f"✓ beside what Jupyter brings: {len(more)} packages, {size:.0f} MB")
    if len(more) > MOST_PACKAGES or size > MOST_MEGABYTES:
        sys.exit(f"that is more than {MOST_PACKAGES} packages or {MOST_MEGABYTES} MB")


def main() -> None:
    """Build, check, install, try, weigh."""
    wheel = built()
    print(f"✓ {wheel.name}, {wheel.stat().st_size / 1e6:.1f} MB, and its sdist")
    with tempfile.TemporaryDirectory() as name:
        scratch, first = Path(name), None
        for version, python in pythons():
            if python is None:
                print(f"- Python {version} is not here: not tried")
                continue
            inside = smoke_test(version, python, wheel, scratch)
            print(f"✓ Python {version}: installed without Node.js, smoke test passed")
            first = first or (inside, python)
        if first is None:
            sys.exit("no Python that is supported is here")
        weigh(*first, scratch)
        check_advisories(first[0])
        bill = write_bill(packages(first[0]), "jupyter-repro", DIST)
        print(f"✓ {bill.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
