"""Tickets: by their numbers, whatever the serial number."""

from jupyter_repro.extensions import Divergence, Policy


class TicketComparator:
    """By what stands behind the serial number."""

    mimes = ("application/x-ticket",)

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """A ticket of the same numbers is let pass, and it is said why."""
        before, now = (text.partition(": ")[2] for text in (recorded, found))
        allowed = "only the serial number of the ticket differs" if before == now else ""
        return Divergence(f"{before} became {now}", allowed=allowed)
