"""Whether and how somebody may be written to or called: addresses as keys, those that refuse mail, the language, who wants no more."""
