"""Tables that become opportunities, shifts and people: what each column means, what a file would do, and doing it, all or none of it."""
