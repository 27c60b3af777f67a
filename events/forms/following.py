"""The shape of “tell me how it goes on”: name and address, nothing else."""

from events.actions.followers import Form
from mailing.forms import ContactForm


class FollowForm(ContactForm):
    """Who wants to hear of it."""

    def to_form(self, default_language):
        """Return what was typed as the verb takes it."""
        typed = self.cleaned_data
        return Form(name=typed["name"], email=typed["email"], phone=typed["phone"], language=typed["language"] or default_language)
