"""The file of a snapshot: where it lies, how it is read, and the digest that it is called by."""
