"""Real servers, a real browser, a fixed cast: Vera (volunteer), Dan (donor), Carla (coordinator), Sam (stranger)."""
