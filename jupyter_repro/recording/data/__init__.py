"""Which data the notebook in this kernel reads."""
