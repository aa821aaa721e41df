"""The provisioner of jupyter_client that sets the environment pins before the kernel's Python starts.

Kernel specs name it as `repro-provisioner`; `jupyter repro kernel install` writes such a one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from jupyter_repro.executing.kernel_environment import default_environment, kernel_environment


class ReproProvisioner(LocalProvisioner):  # type: ignore[misc]
    """Starts a local kernel as jupyter_client does, with the pins of the notebook that it is started for."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prepare the launch; what the kernel spec's own `env` sets is left as it is."""
        # jupyter_client first: it fills in the variables that the kernel spec's `env` refers to
        prepared: dict[str, Any] = await super().pre_launch(**kwargs)
        pins = self._pins(prepared["env"], Path(prepared.get("cwd") or Path.cwd()))
        chosen = {name: value for name, value in pins.items() if name not in self.kernel_spec.env}
        return {**prepared, "env": {**prepared["env"], **chosen}}

    def _pins(self, environ: Mapping[str, str], folder: Path) -> dict[str, str]:
        try:
            return kernel_environment(environ, folder)
        except Exception as error:  # nothing that lies beside a notebook may keep its kernel from starting
            why = " ".join(str(error).split())
            self.log.warning("jupyter-repro: %s The kernel starts with the default pins.", why)
            return default_environment(environ)
