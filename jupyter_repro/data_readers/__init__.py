"""Data readers, one file a way to read data that Python's audit events do not show, or show too little of."""
