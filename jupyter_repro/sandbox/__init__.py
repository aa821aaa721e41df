"""Running a kernel that sees nothing of this machine but what it needs."""
