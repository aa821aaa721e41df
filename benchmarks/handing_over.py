"""What a hand-over costs: rebuilding an environment of 60 packages from uv's warm cache, and packing 1 GB of data.

The environment is built beside `pip install` of the same lock, the bundle beside `cp` of the same file, in one run.
While the bundle is packed and unpacked the process may allocate no more than 100 MB.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from jupyter_repro.environments.built_environments import environment_of
from jupyter_repro.environments.lock import write_lock
from jupyter_repro.environments.locked_packages import packages_of
from jupyter_repro.handing_over.bundle import CHECKSUMS, checksums, write_archive
from jupyter_repro.handing_over.unpacking import unpack
from jupyter_repro.records.snapshot import Context, Packages, Snapshot

WANTED = (
    "pandas",
    "matplotlib",
    "scikit-learn",
    "ipykernel",
    "altair",
    "bokeh",
    "plotly",
    "requests",
    "sqlalchemy",
)
GB = 1_000_000_000
MEMORY = 100_000_000


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def environments(folder: Path) -> None:
    os.environ["JUPYTER_REPRO_CACHE"] = str(folder / "cache")
    version = ".".join(map(str, sys.version_info[:3]))
    packages = Packages(imported={name: _version(name) for name in WANTED})
    context = Context(packages=packages, python={"version": version})
    lock = write_lock(
        folder / "a.ipynb", Snapshot("a.ipynb", "", "python3", "python", (), context), "requirements"
    )
    environment_of(lock)  # fills uv's cache
    shutil.rmtree(folder / "cache")
    rebuilt, cached = (seconds(lambda: environment_of(lock)) for _ in range(2))
    subprocess.run([sys.executable, "-m", "venv", folder / "pip"], check=True)
    install = [folder / "pip" / "bin" / "python", "-m", "pip", "install", "-q", "--no-deps", "-r", lock.path]
    by_pip = seconds(lambda: subprocess.run(install, check=True, capture_output=True))
    count = len(list((folder / "pip").glob("lib/*/site-packages/*.dist-info"))) - 2
    print(f"environment of {count} packages (of {len(packages_of(lock))} in the lock)")
    print(
        f"  rebuilt from uv's cache {rebuilt:.2f} s, {rebuilt / by_pip:.2f} of pip; cached {1000 * cached:.1f} ms"
    )


def _version(name: str) -> str:
    from importlib.metadata import version

    return version(name)


def bundles(folder: Path) -> None:
    data = folder / "large.bin"
    block = os.urandom(1_000_000)
    with data.open("wb") as file:
        for _ in range(GB // len(block)):
            file.write(block)
    contents = {"project/large.bin": data}
    copying = seconds(lambda: (shutil.copyfile(data, folder / "copy"), os.sync()))
    bundle = folder / "a.repro.zip"

    def pack() -> None:
        write_archive(bundle, {**contents, CHECKSUMS: checksums(contents)})
        os.sync()

    limits = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (_allocated() + MEMORY, limits[1]))
    packing = seconds(pack)
    unpacking = seconds(lambda: (unpack(bundle, folder / "out"), os.sync()))
    resource.setrlimit(resource.RLIMIT_DATA, limits)
    print(f"bundle of 1 GB, with at most {MEMORY // 1_000_000} MB of memory")
    print(f"  copied {copying:.2f} s; packed {packing:.2f} s, {packing / copying:.2f} of it")
    print(f"  checked and unpacked {unpacking:.2f} s, {unpacking / copying:.2f} of it")


def _allocated() -> int:
    """Bytes that this process has allocated: VmData."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData"))


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        bundles(Path(temporary))
        environments(Path(temporary))


if __name__ == "__main__":
    main()
