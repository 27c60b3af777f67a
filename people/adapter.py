"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter


class StaffAccountAdapter(DefaultAccountAdapter):
    """Staff accounts are made by invitation; nobody makes their own."""

    def is_open_for_signup(self, request):
        return False
