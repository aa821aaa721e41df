"""How strictly outputs are compared: what a project, its rules and a cell declare."""
