"""What has a page of its own only for its words in other languages."""

from people.admin import words_only


class WordsOnly(words_only.WordsOnly):
    """The words of something of an opportunity."""

    office_path = "opportunity__office"
    leads_path = "opportunity__leads"
