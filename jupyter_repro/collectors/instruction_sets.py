"""Instruction sets that numeric libraries choose their kernels by: another choice may round otherwise."""

from __future__ import annotations

import platform
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")
_SYSCTL = ("/usr/sbin/sysctl", "-n", "machdep.cpu.features", "machdep.cpu.leaf7_features", "hw.optional")
_LINE = re.compile(r"^(?:flags|Features|isa)\s*:\s*(.+)$", re.MULTILINE)
_COUNTING = re.compile(
    r"sse4_[12]|ssse3|avx|avx2|avx_vnni|avx_ifma|fma|fma4|f16c|avx512\w+|avx10\w*|amx\w+"
    r"|neon|asimd|asimdhp|asimddp|bf16|i8mm|sve|sve2|sme|sme2|vsx|altivec|rv64\w+"
)


def instruction_sets() -> str:
    """Names in alphabetical order, as Linux writes them; "unknown" where the system does not tell."""
    try:
        text = _CPUINFO.read_text(errors="replace") if _CPUINFO.exists() else _features()
    except OSError:
        text = ""
    return in_cpuinfo(text) or "unknown"


def in_cpuinfo(text: str) -> str:
    """Those in the text of /proc/cpuinfo that numbers may depend on."""
    found = _LINE.search(text)
    return _joined(found[1].lower().split()) if found else ""


def in_sysctl(text: str) -> str:
    """The same of what macOS tells: lists of capital letters on Intel, a line for each on ARM."""
    flags = re.findall(r"hw\.optional\.(?:arm\.)?(?:FEAT_|AdvSIMD_)?(\w+): 1", text) if "hw." in text else []
    return _joined(
        word.lower().replace(".", "_").replace("avx1_0", "avx") for word in (*flags, *text.split())
    )


def _joined(words: Iterable[str]) -> str:
    return " ".join(sorted({word for word in words if _COUNTING.fullmatch(word)}))


def _features() -> str:
    """What macOS tells, in the form of /proc/cpuinfo."""
    if platform.system() != "Darwin":
        return ""
    ran = subprocess.run(_SYSCTL, capture_output=True, text=True, check=False)  # noqa: S603  fixed words
    return f"flags: {in_sysctl(ran.stdout)}"
