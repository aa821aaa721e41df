"""The page of a whole repository in words and pictures: its table, its trend and its badge."""
