"""How PostgreSQL reads each language's words in a search."""

# What PostgreSQL can stem; every other language is searched by whole words without accents.
STEMMED = {"en": "english", "es": "spanish", "fr": "french", "pt": "portuguese", "ru": "russian", "ar": "arabic"}
