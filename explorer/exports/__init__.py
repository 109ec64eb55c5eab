"""What leaves the program: graph formats, tables, reports."""
