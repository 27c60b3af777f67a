"""Outreach: what the office may write to people about, and what it writes to many: digests, campaigns, stories, toolkits."""
