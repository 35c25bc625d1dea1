"""Import of sheets: a file or records → rows → parsed rows → create, update, leave or refuse → report."""
