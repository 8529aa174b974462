"""What goes into each report: reads the rooms below and returns a Document; nothing here knows a file format."""
