"""Kernels forked from a process that has imported ipykernel and the recorder, and nothing of the user's."""
