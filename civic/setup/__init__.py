"""The set-up page: half an hour from nothing to open, for any city."""
