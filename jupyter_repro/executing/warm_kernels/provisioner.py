"""The provisioner of jupyter_client that forks a kernel where that can be, and starts it as usual where not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from jupyter_repro.executing.kernel_spec import PROVISIONER
from jupyter_repro.executing.project_view import AS_IT_LIES, ProjectView
from jupyter_repro.executing.warm_kernels.warm_servers import BY_CHANCE, WARM, Unforkable

_LOCAL = "local-provisioner"


class WarmProvisioner(LocalProvisioner):  # type: ignore[misc]
    """Starts local kernels, from a fork server where their command and system allow it."""

    def __init__(self, view: ProjectView = AS_IT_LIES, **options: Any) -> None:
        super().__init__(**options)
        self.view = view

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel that `cmd` would start."""
        environ, folder = kwargs.get("env") or os.environ, str(kwargs.get("cwd") or Path.cwd())
        try:
            process = WARM.kernel(cmd, environ, folder, kwargs["stderr"].fileno(), self.view)
        except Unforkable as why:
            if str(why) != BY_CHANCE:  # nobody is to mend that
                WARM.reasons.add(str(why))
            return await super().launch_kernel([*self.view.command, *cmd], **kwargs)
        self.process, self.pid, self.pgid = process, process.pid, process.pid
        return self.connection_info


def provisioner_of(manager: Any, view: ProjectView = AS_IT_LIES) -> WarmProvisioner | None:
    """The provisioner for a kernel manager's kernel, which sees the project so.

    None for a kernel that is unknown or has a provisioner of its own: jupyter_client asks the kernel spec for one where
    the manager has none.
    """
    try:
        spec = manager.kernel_spec
    except NoSuchKernel:
        return None
    named = spec.metadata.get("kernel_provisioner", {}).get("provisioner_name", _LOCAL)
    if named not in {_LOCAL, PROVISIONER}:
        return None
    return WarmProvisioner(view, kernel_id=str(uuid4()), kernel_spec=spec, parent=manager)
