"""What is sampled here is collected where it is copied to, never here."""

collect_ignore = ["sample"]
