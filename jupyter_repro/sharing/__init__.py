"""A project taken to workers that do not see its folder: packed once, uploaded, and unpacked by each of them."""
