"""The commands, in the order of `--help`, each with the first sentence of its help."""

from __future__ import annotations

from jupyter_repro.cli.lazy import CommandPlace

COMMANDS = {
    "snapshot": CommandPlace(
        "jupyter_repro.cli.snapshot:snapshot",
        "Execute notebooks in fresh kernels with the pins on, and record what their results depend on.",
    ),
    "sweep": CommandPlace(
        "jupyter_repro.cli.sweep:sweep",
        "Execute NOTEBOOK with every combination of some values, each in a fresh kernel "
        "with a snapshot of its own.",
    ),
    "verify": CommandPlace(
        "jupyter_repro.cli.verify:verify",
        "Re-execute notebooks against their snapshots and compare every output.",
    ),
    "why": CommandPlace(
        "jupyter_repro.cli.why:why",
        "Verify notebooks, and prove by experiment why one does not come out as it was recorded.",
    ),
    "report": CommandPlace(
        "jupyter_repro.cli.report:report",
        "Merge the JSON reports FILES that verify wrote, such as those of several CI runners, into one report.",
    ),
    "handoff": CommandPlace(
        "jupyter_repro.cli.handoff:handoff",
        "Verify NOTEBOOK in isolation, and only then pack it with everything that it needs into one bundle.",
    ),
    "open": CommandPlace(
        "jupyter_repro.cli.open:open_bundle",
        "Check and unpack BUNDLE into a new folder, and start JupyterLab on its notebook.",
    ),
    "rescue": CommandPlace(
        "jupyter_repro.cli.rescue:rescue",
        "Find the environment in which NOTEBOOK, which came without versions, gives its stored outputs again.",
    ),
    "show": CommandPlace(
        "jupyter_repro.cli.show:show", "Tell what was recorded of the notebook (or in the snapshot) PATH."
    ),
    "diff": CommandPlace(
        "jupyter_repro.cli.diff:diff",
        "Tell what changed since the snapshot of the notebook BEFORE, between "
        "two snapshots, or two revisions or runs.",
    ),
    "log": CommandPlace(
        "jupyter_repro.cli.log:log",
        "Tell the snapshots of NOTEBOOK, as git and its tracker have them: whose, "
        "verified or not, and what changed.",
    ),
    "lineage": CommandPlace(
        "jupyter_repro.cli.lineage:lineage",
        "Tell which snapshots NOTEBOOK builds upon, and they in turn, each with its data, commit, seed and state.",
    ),
    "restore": CommandPlace(
        "jupyter_repro.cli.restore:restore",
        "Bring back what NOTEBOOK was recorded on; or notebook, code and data of a RUN, or of a MODEL's run.",
    ),
    "export": CommandPlace(
        "jupyter_repro.cli.export:export",
        "Write the environment that NOTEBOOKS were recorded in, for others to build: from their locks.",
    ),
    "track": CommandPlace(
        "jupyter_repro.cli.track:track",
        "Publish the snapshot of NOTEBOOK as a run of the tracker at ADDRESS, such as mlflow:http://host:5000.",
    ),
    "check": CommandPlace(
        "jupyter_repro.cli.check:check",
        "Check what a project lists for Binder against its notebooks' snapshots, without executing anything.",
    ),
    "data": CommandPlace(
        "jupyter_repro.cli.data:data",
        "The data files that snapshots refer to, kept so that they can be had back.",
    ),
    "trust": CommandPlace(
        "jupyter_repro.cli.trust:trust_project",
        "Let the settings of the project FOLDER name trackers and remotes.",
    ),
    "doctor": CommandPlace(
        "jupyter_repro.cli.doctor:doctor",
        "Tell what this machine can pin and record, and what is missing.",
    ),
    "kernel": CommandPlace(
        "jupyter_repro.cli.kernel:kernel",
        "The kernel that starts with the pins set, for JupyterLab and every other front end.",
    ),
}
