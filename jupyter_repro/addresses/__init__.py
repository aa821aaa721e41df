"""Names and addresses of data: parsed once, shown without secrets."""
