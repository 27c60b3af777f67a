"""Pages on which a browser proves an address, opens a mailed link, or is forgotten."""
