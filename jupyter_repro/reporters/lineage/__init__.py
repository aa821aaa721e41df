"""The chain of snapshots that a notebook builds upon: as text, as a page, and as a picture of it."""
