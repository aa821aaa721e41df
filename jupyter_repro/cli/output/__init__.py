"""Where the answer of a command goes: to the terminal, into files, into the folder of a page."""
