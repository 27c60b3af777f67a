"""What the floors below ask of outreach: whose things they are, and what is forgotten when."""
