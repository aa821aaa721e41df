"""The extension as Jupyter Server loads and stops it."""

from __future__ import annotations

from jupyter_server.extension.application import ExtensionApp

from jupyter_repro.server.addresses import ADDRESSES
from jupyter_repro.server.events import register_events
from jupyter_repro.server.jobs import Jobs
from jupyter_repro.server.renames import listen_to_renames


class ReproServer(ExtensionApp):
    """Handlers below `jupyter-repro/`; what still runs is ended with the server."""

    name = "jupyter_repro"
    extension_url = "/jupyter-repro"
    load_other_extensions = True

    def initialize_handlers(self) -> None:
        """Add the handlers and the queue that they share."""
        assert self.serverapp is not None
        register_events(self.serverapp.event_logger)
        listen_to_renames(self.serverapp.event_logger, self.serverapp.contents_manager, self.log)
        self.jobs = Jobs(self.serverapp.event_logger)
        self.serverapp.web_app.settings["jupyter_repro_jobs"] = self.jobs
        self.handlers.extend(ADDRESSES)

    async def stop_extension(self) -> None:
        """End all jobs."""
        await self.jobs.end()
