"""How donation drives answer to the floors below: for what a person holds, merging, forgetting, owning."""
