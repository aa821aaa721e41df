"""Seeds and environment pins, and applying the pins of this process."""
