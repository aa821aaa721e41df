"""A verification where its user wants it: here, in isolation, or of a bundle."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.errors import ReproError
from jupyter_repro.handing_over.received import is_bundle, verify_bundle
from jupyter_repro.restoring.recorded_verification import verify_on_recorded_data
from jupyter_repro.verdicts import Verdict
from jupyter_repro.verifying import notebook as one
from jupyter_repro.verifying.isolated_verification import verify_isolated


@dataclass(frozen=True)
class Surroundings:
    """What a verification may use of this machine."""

    isolated: bool = False
    network: bool = True
    """Where it is taken away, the verification is isolated."""
    key: Path | None = None
    """Public key that must have signed a bundle."""
    into: Path | None = None
    """Folder that a bundle is unpacked into, and kept."""
    sandbox: bool | None = None
    """Whether it sees nothing else of the machine; None where that depends on whose it is."""


def verify_in(path: str, options: one.Options, wanted: Surroundings) -> Verdict:
    """The verdict on a notebook or bundle; raises ReproError for what cannot be done so."""
    if is_bundle(path):
        return verify_bundle(
            Path(path),
            options,
            network=wanted.network,
            key=wanted.key,
            into=wanted.into,
            sandbox=wanted.sandbox,
        )
    if wanted.key:
        raise ReproError(f"{path} is no bundle, so that nobody signed it", "leave --require-signature away")
    if wanted.network and not wanted.isolated and not wanted.sandbox and not options.recorded_data:
        return one.verify(path, options)
    if is_remote(path):
        raise ReproError(
            f"{path} lies elsewhere, and its project is copied to be verified so", "copy it here first"
        )
    if options.recorded_data:
        isolated = wanted.isolated or not wanted.network
        return verify_on_recorded_data(Path(path), options, isolated=isolated, network=wanted.network)
    own = bool(wanted.sandbox) and wanted.network and not wanted.isolated
    return verify_isolated(
        Path(path), options, network=wanted.network, sandbox=bool(wanted.sandbox), own_environment=own
    )
