"""Files of this machine: written whole, digested, watched."""
