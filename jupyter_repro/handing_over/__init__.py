"""The hand-over: a notebook's environment locked and rebuilt, and everything that it needs in one bundle."""
