"""The commands, in the order of `--help`, each with the first sentence of its help."""

from __future__ import annotations

from jupyter_repro.cli.listing.lazy import CommandPlace

COMMANDS = {
    "snapshot": CommandPlace(
        "jupyter_repro.cli.snapshot:snapshot",
        "Run notebooks with the pins on, and record what they depend on.",
    ),
    "verify": CommandPlace(
        "jupyter_repro.cli.verify:verify", "Run notebooks again, and compare every output with the snapshot."
    ),
    "why": CommandPlace(
        "jupyter_repro.cli.why:why", "Verify notebooks, and prove by experiment why one diverges."
    ),
    "show": CommandPlace("jupyter_repro.cli.show:show", "Show what was recorded of notebooks."),
    "diff": CommandPlace(
        "jupyter_repro.cli.diff:diff", "Show what changed since a snapshot, or between two."
    ),
    "log": CommandPlace(
        "jupyter_repro.cli.log:log", "List the snapshots of notebooks, from git and their tracker."
    ),
    "lineage": CommandPlace(
        "jupyter_repro.cli.lineage:lineage", "Show which snapshots NOTEBOOK builds upon."
    ),
    "report": CommandPlace(
        "jupyter_repro.cli.report:report", "Merge JSON reports of verify into one report."
    ),
    "sweep": CommandPlace(
        "jupyter_repro.cli.sweep:sweep", "Run NOTEBOOK with every combination of some values."
    ),
    "track": CommandPlace("jupyter_repro.cli.track:track", "Publish snapshots in an experiment tracker."),
    "restore": CommandPlace(
        "jupyter_repro.cli.restore:restore", "Bring back what notebooks, a run or a model were recorded on."
    ),
    "rescue": CommandPlace(
        "jupyter_repro.cli.rescue:rescue", "Find the environment of notebooks that came without versions."
    ),
    "handoff": CommandPlace(
        "jupyter_repro.cli.handoff:handoff", "Verify notebooks in isolation, then pack each into a bundle."
    ),
    "open": CommandPlace(
        "jupyter_repro.cli.open:open_bundle", "Check and unpack BUNDLE, and start JupyterLab on its notebook."
    ),
    "export": CommandPlace(
        "jupyter_repro.cli.export:export", "Write the environment of notebooks, for others to build."
    ),
    "check": CommandPlace(
        "jupyter_repro.cli.check:check", "Check what a project lists for Binder against its snapshots."
    ),
    "data": CommandPlace(
        "jupyter_repro.cli.data:data", "Keep, copy and clean up the data that snapshots refer to."
    ),
    "trust": CommandPlace(
        "jupyter_repro.cli.trust:trust_project", "Let the settings of a project name trackers and remotes."
    ),
    "kernel": CommandPlace(
        "jupyter_repro.cli.kernel:kernel", "Install the kernel that starts with the pins set."
    ),
    "doctor": CommandPlace(
        "jupyter_repro.cli.doctor:doctor", "Show what this machine cannot pin or record, and how to mend it."
    ),
    "config": CommandPlace(
        "jupyter_repro.cli.config:config", "Show every setting, its value, and where it comes from."
    ),
    "completion": CommandPlace(
        "jupyter_repro.cli.completion:completion", "Print the script that completes commands in a shell."
    ),
    "help": CommandPlace(
        "jupyter_repro.cli.listing.help:help_on",
        "Explain a command, the exit statuses, or show a page of the documentation.",
    ),
}
