"""Floor 3: messages, the outbox, codes and links."""
