"""How much of a number's change each changed input accounts for."""
