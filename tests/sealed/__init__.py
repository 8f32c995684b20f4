"""What two seal in private and open together, with another user than the daily question."""
