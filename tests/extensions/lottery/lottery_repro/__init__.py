"""Parts for the library `lottery`."""
