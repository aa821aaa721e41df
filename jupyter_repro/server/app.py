"""The extension as Jupyter Server loads and stops it."""

from __future__ import annotations

from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool

from jupyter_repro.server.addresses import ADDRESSES
from jupyter_repro.server.events import register_events
from jupyter_repro.server.jobs import Jobs
from jupyter_repro.server.overview.looks import Looks
from jupyter_repro.server.renames import listen_to_renames
from jupyter_repro.server.result_watch import ResultWatch
from jupyter_repro.server.spare import SpareWorker


class ReproServer(ExtensionApp):
    """Handlers below `jupyter-repro/`; what still runs is ended with the server."""

    name = "jupyter_repro"
    extension_url = "/jupyter-repro"
    load_other_extensions = True
    keep_spare = Bool(
        True, help="Whether a process is kept ready for the next verification, once there was one."
    ).tag(config=True)

    def initialize_handlers(self) -> None:
        """Add the handlers, and the queue and the watch that they share."""
        assert self.serverapp is not None
        register_events(self.serverapp.event_logger)
        listen_to_renames(self.serverapp.event_logger, self.serverapp.contents_manager, self.log)
        self.jobs = Jobs(self.serverapp.event_logger, SpareWorker(keep=self.keep_spare))
        self.watch = ResultWatch(self.serverapp.event_logger)
        self.serverapp.web_app.settings["jupyter_repro_jobs"] = self.jobs
        self.serverapp.web_app.settings["jupyter_repro_watch"] = self.watch
        self.serverapp.web_app.settings["jupyter_repro_looks"] = Looks()
        self.handlers.extend(ADDRESSES)

    async def stop_extension(self) -> None:
        """End all jobs, and watch nothing any more."""
        await self.watch.end()
        await self.jobs.end()
