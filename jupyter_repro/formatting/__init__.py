"""Single values as people write and read them: sizes, moments, durations, words of a shell."""
