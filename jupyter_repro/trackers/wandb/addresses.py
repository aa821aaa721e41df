"""Addresses of Weights & Biases: `wandb:PROJECT`, `wandb:ENTITY/PROJECT`, and `?mode=offline` for no server."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.addresses.tracker_addresses import tracker_address
from jupyter_repro.errors import MissingExtra, NoAccess, ReproError
from jupyter_repro.records.tracked_run import Destination
from jupyter_repro.trackers.address_keys import check_keys

SCHEME = "wandb"
LOG_IN = "log in with: wandb login; or set WANDB_API_KEY; or keep runs here: wandb:PROJECT?mode=offline"
_SERVERS, _BASE = {"api.wandb.ai", "api.forge.coreweave.com"}, "WANDB_BASE_URL"
_PROJECT = re.compile(r"(?:[^/:]*/)?[^/:]*")
_MODES = {"online": False, "run": False, "offline": True, "dryrun": True}
"""Whether W&B keeps runs on this machine, by what it calls its mode."""


@dataclass(frozen=True)
class WandbPlace:
    """A project, on a server or in a folder of this machine."""

    entity: str
    """Team or user; "" for the one who is logged in."""
    project: str
    offline: bool
    folder: Path
    """Where W&B has its folder `wandb`."""

    @property
    def path(self) -> str:
        """As W&B writes it."""
        return f"{self.entity}/{self.project}" if self.entity else self.project

    def is_same(self, other: WandbPlace) -> bool:
        """Whether runs of both are found in one place; an entity that was not said may be any."""
        return (
            self.project == other.project
            and self.offline == other.offline
            and (self.entity == other.entity or not (self.entity and other.entity))
            and (not self.offline or self.folder == other.folder)
        )


def default_address(environ: Mapping[str, str]) -> str:
    """What `wandb:` alone means: the project of W&B's own variables; without them it is called like ours."""
    project, entity = environ.get("WANDB_PROJECT", ""), environ.get("WANDB_ENTITY", "")
    return f"{SCHEME}:{entity}/{project}" if entity and project else f"{SCHEME}:{project}"


def parts_of(destination: Destination) -> tuple[str, str, dict[str, str]]:
    """Entity, project and what is said after the question mark; raises ReproError for what is no project."""
    found = tracker_address(destination.address)
    entity, _, project = found.path.strip("/").rpartition("/")
    check_keys(destination, ("mode", "dir"))
    said = {name: value for name, value in found.parameters if value}
    if not _PROJECT.fullmatch(found.path.strip("/")):
        raise ReproError(
            f"W&B has no project {destination.rest}", "write wandb:PROJECT or wandb:ENTITY/PROJECT"
        )
    if said.get("mode", "online") not in _MODES:
        raise ReproError(
            f"W&B keeps nothing in the mode {said['mode']}", "write ?mode=offline or ?mode=online"
        )
    return entity, project, said


def place_of(destination: Destination) -> WandbPlace:
    """The place that a destination means; raises ReproError for one that is none, and where W&B is switched off."""
    entity, project, said = parts_of(destination)
    folder = located(said.get("dir", ""), destination.folder)
    return WandbPlace(entity, project or destination.experiment, _is_offline(said.get("mode", "")), folder)


def is_of_store(destination: Destination, name: str) -> bool:
    """Whether a path lies in the folder `wandb` of a destination, or an address is the server's; nothing is opened."""
    found = parse_address(name)
    if found.is_url:
        return found.hostname in {*_SERVERS, parse_address(os.environ.get(_BASE, "")).hostname} - {""}
    folder = tracker_address(destination.address).said("dir")
    return Path(name).is_relative_to(located(folder, destination.folder) / "wandb")


def address_of(place: WandbPlace, root: Path) -> str:
    """The address of a place, its folder relative to `root`."""
    folder = portable(place.folder, root)
    beside = "" if folder == "." else f"&dir={folder}"
    return f"{SCHEME}:{place.path}" + (f"?mode=offline{beside}" if place.offline else "")


def library() -> Any:
    """The module `wandb`, made quiet; raises MissingExtra."""
    for name, value in {"WANDB_SILENT": "true", "WANDB_ERROR_REPORTING": "false"}.items():
        os.environ.setdefault(name, value)
    try:
        import wandb
    except ImportError:
        raise MissingExtra("Weights & Biases", "wandb") from None
    return wandb


def server() -> str:
    """How the server is called that W&B is set up for."""
    return f"W&B at {parse_address(_base_url()).host or _base_url()}"


def check_logged_in() -> None:
    """Raise NoAccess where W&B has no key: it would ask for one and wait."""
    if not (os.environ.get("WANDB_API_KEY") or os.environ.get("WANDB_IDENTITY_TOKEN_FILE") or _netrc_key()):
        raise NoAccess(f"{server()} cannot be used: there is no key for it here", LOG_IN)


def _is_offline(asked: str) -> bool:
    mode = asked or os.environ.get("WANDB_MODE", "") or str(library().setup().settings.mode or "online")
    if mode not in _MODES:
        raise NoAccess(
            f"W&B is switched off here: its mode is {mode}", "unset WANDB_MODE, or say ?mode=offline"
        )
    return _MODES[mode]


def _base_url() -> str:
    return str(library().setup().settings.base_url)


def _netrc_key() -> bool:
    """Whether `wandb login` has left a key for the server."""
    import netrc

    named = os.environ.get("NETRC")
    for path in [named] if named else ["~/.netrc", "~/_netrc"]:
        try:
            found = netrc.netrc(str(Path(path).expanduser()))
        except (OSError, netrc.NetrcParseError, RuntimeError):
            continue
        if found.authenticators(parse_address(_base_url()).authority):
            return True
    return False
