"""What is recorded, and the other structures that go from one part of the house to another; frozen, and without I/O."""
