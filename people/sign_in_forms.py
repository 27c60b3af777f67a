"""The forms of signing in, in the portal's words; what they check is allauth's."""

from allauth.account.forms import ResetPasswordForm


class ForgottenPasswordForm(ResetPasswordForm):
    """The address of whoever forgot the password; a resident's account has none, and gets no letter about one."""

    def clean_email(self):
        email = super().clean_email()
        self.users = [user for user in self.users if user.is_staff]
        return email
