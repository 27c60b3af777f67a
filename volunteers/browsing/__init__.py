"""The public lists and the page of one opportunity: what is shown, and the queries behind it."""
