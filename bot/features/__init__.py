"""One room per thing a couple can do."""
