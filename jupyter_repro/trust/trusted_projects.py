"""Which projects the user trusts: only those decide where anything is sent to, or had from.

As git and Jupyter do it: asked once, and kept for the user beside Jupyter's own configuration, never in the project.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_addresses import public_address, public_addresses_in
from jupyter_repro.addresses.tracker_addresses import tracker_address
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.settings import named_remote, project_root, settings_for, variable_of

EVERY = "JUPYTER_REPRO_TRUST"
"""Variable that trusts every project, as `--trust` does: for CI, which runs what it was given anyway."""


class NotTrusted(ReproError):
    """A setting that is not used, for the user has not said that the project is trusted."""


def is_trusted(folder: Path) -> bool:
    """Whether the project of `folder`, or a folder above it, is trusted. Raises UnreadableInput for its settings."""
    if os.environ.get(EVERY, "0") not in {"", "0"}:
        return True
    root = project_root(folder)
    return any(root.is_relative_to(each) for each in trusted_folders())


def trusted_folders() -> list[Path]:
    """Those that the user trusts; none where nothing was kept."""
    return [Path(folder) for folder, trusted in answers().items() if trusted]


def is_answered(folder: Path) -> bool:
    """Whether the user has said of the project of `folder` that it is trusted, or that it is not."""
    return is_trusted(folder) or str(project_root(folder)) in answers()


def answers() -> dict[str, bool]:
    """Whether each project that the user was asked about is trusted."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(answers_file().read_bytes(), type=dict[str, bool])
    return {}


def answers_file() -> Path:
    """Where they are kept."""
    from jupyter_core.paths import jupyter_config_dir

    return Path(jupyter_config_dir()) / "jupyter_repro_trusted.json"


def trusted_tracker(address: str, folder: Path) -> str:
    """The address of a tracker that a notebook or the settings in `folder` name.

    Raises NotTrusted where it leads out of a project that is not trusted, unless the user's own variable names it.
    """
    if address and not tracker_address(address).stays_in_project and not _is_users("track", address):
        _check(f"the tracker {public_addresses_in(address)}", folder)
    return address


def trusted_remote(address: str, folder: Path) -> str:
    """The address of a remote that the settings in `folder` name; raises NotTrusted as `trusted_tracker` does."""
    place = parse_address(address)
    if (place.is_url or place.is_chain) and not _is_users("data.remote", address):
        _check(f"the remote {public_address(address)}", folder)
    return address


def remote_for(folder: Path) -> str:
    """Where data of notebooks in `folder` is copied to: an address, or an absolute path.

    "" for nowhere, also where the project is not trusted to say so. Raises UnreadableInput.
    """
    with suppress(NotTrusted):
        return trusted_remote(named_remote(folder), folder)
    return ""


def untrusted(folder: Path) -> str:
    """What the settings in `folder` name that is not used until the project is trusted; "" where nothing is."""
    settings = settings_for(folder)
    try:
        trusted_tracker(settings.track, folder)
        trusted_remote(settings.data.remote, folder)
    except NotTrusted as error:
        return error.subject
    return ""


def _is_users(setting: str, address: str) -> bool:
    """Whether the user says so, by an environment variable that stands above the project's settings."""
    return os.environ.get(variable_of(setting)) == address


def _check(what: str, folder: Path) -> None:
    if not is_trusted(folder):
        root = project_root(folder)
        remedy = f"if you trust {root}: jupyter repro trust {shell_word(root)}"
        raise NotTrusted("is not used, for the project that names it is not trusted", remedy, subject=what)
