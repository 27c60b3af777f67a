"""Letters that come back: told by the mail provider or found in the bounce mailbox, and judged by the same rules."""
