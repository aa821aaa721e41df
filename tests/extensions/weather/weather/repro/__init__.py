"""What jupyter-repro is told of the library, a file each; all that is needed is in `jupyter_repro.extensions`."""
