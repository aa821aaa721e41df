"""Where each handler answers."""

from __future__ import annotations

from jupyter_server.base.handlers import APIHandler

from jupyter_repro.server.context_handlers import DriftHandler, RestoreHandler, StateHandler
from jupyter_repro.server.job_handlers import (
    EndedJobsHandler,
    JobHandler,
    JobsHandler,
    ManyJobsHandler,
    ReportHandler,
)
from jupyter_repro.server.outputs_handler import OutputsHandler
from jupyter_repro.server.overview_handlers import FolderHandler, NotebooksHandler

ADDRESSES: list[tuple[str, type[APIHandler]]] = [
    ("/jupyter-repro/state", StateHandler),
    ("/jupyter-repro/drift", DriftHandler),
    ("/jupyter-repro/outputs", OutputsHandler),
    ("/jupyter-repro/restore", RestoreHandler),
    ("/jupyter-repro/folder", FolderHandler),
    ("/jupyter-repro/notebooks", NotebooksHandler),
    ("/jupyter-repro/jobs", JobsHandler),
    ("/jupyter-repro/jobs/many", ManyJobsHandler),
    ("/jupyter-repro/jobs/end", EndedJobsHandler),
    (r"/jupyter-repro/jobs/(\d+)", JobHandler),
    (r"/jupyter-repro/jobs/(\d+)/report", ReportHandler),
]
"""Address, below the server's own, and handler."""
