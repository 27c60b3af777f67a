"""The pages of drives for residents and for people with a link."""
