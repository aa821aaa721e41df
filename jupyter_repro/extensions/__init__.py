"""The extension points: what a plug-in needs is imported from here."""

from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import DataNotes, DataReader, DataSource, Found, Undo, Wish
from jupyter_repro.extensions.protocols import (
    Collector,
    Comparator,
    Executor,
    Pin,
    Probe,
    Reporter,
    Site,
    Tracker,
)
from jupyter_repro.extensions.registry import parts, registered
from jupyter_repro.policies.policy import Policy
from jupyter_repro.records.snapshot import DataVersion, Use
from jupyter_repro.verdicts import Cause, ContextChange, Divergence, Verdicts

__all__ = [
    "Cause", "Collector", "Comparator", "ContextChange", "DataNotes", "DataReader", "DataSource", "DataVersion",
    "Divergence", "Executor", "Found", "MissingExtra", "NoAccess", "NoSuchData", "NoSuchVersion", "Pin", "Policy",
    "Probe", "Reporter", "ReproError", "Site", "Tracker", "Undo", "Use", "Verdicts", "Wish", "parts", "registered",
]  # fmt: skip
