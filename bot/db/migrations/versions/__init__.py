"""The steps, named r<revision>_<what it does>.py; each has `revision`, `down_revision` and `upgrade()`."""
