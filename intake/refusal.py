"""The one way a verb says no."""


class Refused(Exception):
    """A rule says no, in a sentence a resident understands; `field` names the form field it belongs beside, if any.

    `and_also` holds further refusals of the same try, so that everything wrong is said at once.
    """

    def __init__(self, sentence, *, field=None, code="refused", and_also=()):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.code = code
        self.and_also = and_also
