"""The extension points: what a plug-in needs is imported from here."""

from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.digest import digest_bytes, digest_file, digest_text
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
from jupyter_repro.extensions.sweepers import EndedTrial, Sweeper, SweepNotes, TrialOf
from jupyter_repro.patching import after, noting, replaced, wrapping
from jupyter_repro.policies.policy import Policy
from jupyter_repro.records.snapshot import DataVersion, Use
from jupyter_repro.records.tracked_run import Destination, LoggedRun, OwnRun, RunRecord
from jupyter_repro.verdicts import Cause, CellVerdict, ContextChange, Divergence, Verdict, Verdicts, Where

__all__ = [
    "Cause", "CellVerdict", "Collector", "Comparator", "ContextChange", "DataNotes", "DataReader",
    "DataSource", "DataVersion", "Destination", "Divergence", "EndedTrial", "Executor", "Found", "LoggedRun",
    "MissingExtra", "NoAccess", "NoSuchData", "NoSuchVersion", "OwnRun", "Pin", "Policy", "Probe", "Reporter",
    "ReproError", "RunRecord", "Site", "SweepNotes", "Sweeper", "Tracker", "TrialOf", "Undo", "Use",
    "Verdict", "Verdicts", "Where", "Wish", "after", "digest_bytes", "digest_file", "digest_text", "located",
    "noting", "parts", "portable", "registered", "replaced", "wrapping",
]  # fmt: skip
