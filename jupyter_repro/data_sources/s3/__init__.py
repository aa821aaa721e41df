"""Objects in S3, and in what speaks its protocol."""
