"""Tables that become records: columns and cells as people write them, what a file would do, and doing it, all or none of it."""
