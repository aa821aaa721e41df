"""Why a notebook's output differs, by experiment: one thing is held, varied or put back, and it runs again."""
