"""Where recorded data can be had from, and what stands in the way."""
