"""One feature per thing a couple can do."""
