"""The one way a verb says no."""


class Refused(Exception):
    """A rule says no, in a sentence a resident understands; `field` names the form field it belongs beside, if any."""

    def __init__(self, sentence, *, field=None, code="refused"):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.code = code
