"""Digests of Python values: equal in every process for values that are the same, and never by address.

`walk.py` turns a value into a digest, `objects.py` knows objects of any class. The other files know one library each
and are called like its top-level module: a new file adds a library.
"""
