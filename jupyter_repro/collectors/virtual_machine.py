"""Whether the machine is a container or a virtual one, where that is known."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

NONE = "none"

_ROOT = Path("/")
_MARKS = {".dockerenv": "docker", "run/.containerenv": "podman", ".singularity.d": "apptainer"}
_VARIABLES = {
    "KUBERNETES_SERVICE_HOST": "kubernetes",
    "APPTAINER_CONTAINER": "apptainer",
    "SINGULARITY_CONTAINER": "apptainer",
}
_GROUPS = re.compile(r"/(kubepods|docker|lxc|libpod|containerd|machine\.slice)\b")
_NAMES = {"kubepods": "kubernetes", "libpod": "podman", "machine.slice": "systemd-nspawn"}
_FLAG = re.compile(r"^flags\s*:.*\bhypervisor\b", re.MULTILINE)
_PATIENCE = 5


def container(environ: Mapping[str, str], root: Path = _ROOT) -> str:
    """Kind of the container, "none" where nothing points to one."""
    for name, kind in _VARIABLES.items():
        if name in environ:
            return kind
    for mark, kind in _MARKS.items():
        if (root / mark).exists():
            return kind
    group = _GROUPS.search(_text(root / "proc/1/cgroup"))
    if group:
        return _NAMES.get(group[1], group[1])
    # written by systemd's own containers and by those that follow its interface
    return _text(root / "run/systemd/container").strip() or NONE


@cache
def virtual_machine(root: Path = _ROOT) -> str:
    """Kind of the virtual machine, "yes" where only that it is one is known, "none" where nothing points to one."""
    if "microsoft" in _text(root / "proc/sys/kernel/osrelease").lower():
        return "wsl"
    detected = _output_of("systemd-detect-virt", "--vm") or _text(root / "sys/hypervisor/type").strip()
    if detected and detected != NONE:
        return detected
    if _FLAG.search(_text(root / "proc/cpuinfo")) or _output_of("sysctl", "-n", "kern.hv_vmm_present") == "1":
        return "yes"
    return NONE


def _output_of(program: str, *arguments: str) -> str:
    path = shutil.which(program)
    if not path:
        return ""
    try:
        ran = subprocess.run(  # noqa: S603  fixed words, found on PATH
            [path, *arguments], capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ran.stdout.strip()


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
