"""Re-executing notebooks against what was recorded, and comparing."""
