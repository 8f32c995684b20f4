"""Updates in: fetched, confirmed once they are handled, each told to those whom it concerns."""
