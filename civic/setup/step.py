"""What every step of the set-up has."""


class Step:
    """One page of the set-up; `state` says in words what is there, `is_done` whether something must still be done."""

    slug = ""
    title = ""
    why = ""
    is_optional = False
    template = "civic/setup/step.html"

    def form(self, data=None, files=None):
        """Return the form, filled with what is known."""
        raise NotImplementedError

    def save(self, form, *, by, now):
        """Do it and return the sentence to show; raise Refused."""
        raise NotImplementedError

    def more(self):
        """Return what the page shows beside the form."""
        return {}
