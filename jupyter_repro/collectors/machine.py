"""The machine: what of it can change a number. It is not named."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from jupyter_repro.collectors.gpus import gpus
from jupyter_repro.collectors.instruction_sets import instruction_sets
from jupyter_repro.collectors.virtual_machine import container, virtual_machine
from jupyter_repro.extensions.protocols import Site
from jupyter_repro.records.context_changes import changed_facts
from jupyter_repro.verdicts import ContextChange

_CPUINFO = Path("/proc/cpuinfo")
_SYSCTL = ("/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string")
_MIB = 2**20
UNIMPORTANT = frozenset({"container", "memory"})
"""What no result depends on: it is reported, for it may be what else changed."""


class MachineCollector:
    """System, processor, memory, graphics processors, and whether it is a real machine at all."""

    section = "machine"
    in_kernel = False

    def collect(self, site: Site) -> dict[str, str]:
        """What this machine is."""
        import psutil

        return {
            "system": platform.system(),
            "architecture": platform.machine(),
            "libc": " ".join(filter(None, platform.libc_ver())) or "unknown",
            "processor": _processor(),
            "instructions": instruction_sets(),
            "cores": str(usable_cores()),
            "memory": memory_size(psutil.virtual_memory().total),
            "gpus": gpus(),
            "container": container(site.environ),
            "virtual machine": virtual_machine(),
        }

    def changes(self, recorded: Mapping[str, str], found: Mapping[str, str]) -> Iterator[ContextChange]:
        """What is not as recorded, by name."""
        for change in changed_facts("machine", recorded, found, missing="unknown"):
            yield msgspec.structs.replace(change, matters=change.name not in UNIMPORTANT)


def memory_size(count: int) -> str:
    """Bytes of memory, to the whole GiB (below one, MiB): what the firmware keeps does not count."""
    mebibytes = round(count / _MIB)
    return f"{mebibytes} MiB" if mebibytes < 1000 else f"{round(mebibytes / 1024)} GiB"


def model_name(cpuinfo: str) -> str:
    """The processor's name in the text of /proc/cpuinfo; "" where it gives none, as on most ARM machines."""
    found = re.search(r"^(?:model name|Model|cpu model)\s*:\s*(.+)$", cpuinfo, re.MULTILINE)
    return " ".join(found[1].split()) if found else ""


def _processor() -> str:
    try:
        name = model_name(_CPUINFO.read_text(errors="replace")) if _CPUINFO.exists() else _brand()
    except OSError:
        name = ""
    return name or platform.processor() or platform.machine()


def _brand() -> str:
    if platform.system() != "Darwin":
        return ""
    return subprocess.run(_SYSCTL, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603  fixed words


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
