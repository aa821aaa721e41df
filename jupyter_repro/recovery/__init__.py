"""Where recorded data can be fetched from, and why it cannot."""
