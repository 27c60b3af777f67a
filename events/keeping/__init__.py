"""What the floors below ask of events: whose things they are, and what is forgotten when."""
