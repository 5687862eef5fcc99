"""Real counterparts for tests: a webhook receiver and databases, on this machine only."""
