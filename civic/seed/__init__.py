"""The demonstration city: real neighborhoods, places and volunteer work, invented people. See `civic/data/README.md`."""
