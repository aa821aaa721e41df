"""What is received by HTTP."""
