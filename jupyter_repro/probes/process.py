"""Who runs it: process id, host and user."""

from __future__ import annotations

from collections.abc import Callable

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import noting

_TOLD = {
    "os": {
        name: f"os.{name}() is of this process, host or user"
        for name in ("getpid", "getppid", "getlogin", "getuid", "uname")
    },
    "socket": {
        "gethostname": "socket.gethostname() is the host's name",
        "getfqdn": "socket.getfqdn() is the host's name",
    },
    "platform": {name: f"platform.{name}() is of this host" for name in ("node", "uname", "platform")},
    "getpass": {"getuser": "getpass.getuser() is the user's name"},
    "threading": {name: f"threading.{name}() is of this process" for name in ("get_ident", "get_native_id")},
}


class ProcessProbe:
    """Notes where the notebook asks for its process, its machine or its user."""

    kind = "process"
    remedy = "do not print it, or make it a parameter"
    modules = tuple(_TOLD)
    through = frozenset({"getpass", "platform", "socket"})

    def start(self, module: str, note: Callable[[str], None]) -> Undo:
        """Watch the functions of `module`."""
        return noting(module, _TOLD[module], note)
