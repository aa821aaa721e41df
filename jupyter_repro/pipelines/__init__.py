"""Notebooks as stages of a pipeline, which DVC or Snakemake run when what they depend on has changed."""
