"""A package two imports deep."""

from local_package.deep import answer

__all__ = ["answer"]
