"""A Document in, bytes of one format out; what stands in a report is decided before it comes here."""
