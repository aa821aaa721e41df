"""The page of a whole repository, kept in a folder that may be published: verdicts, trend over commits, badge."""
