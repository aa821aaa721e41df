"""Which projects may say where anything is sent."""
