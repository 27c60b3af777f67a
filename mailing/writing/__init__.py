"""Letters in words and bytes: who writes, templates rendered once for many readers, values put in their places, MIME."""
