"""Addresses where a browser proves an address or opens a mailed link."""

from django.urls import path

from mailing import demo
from mailing.views import account, confirm, language, links

app_name = "mailing"

urlpatterns = [
    path("confirm/", confirm.confirm, name="confirm"),
    path("confirm/done/", confirm.done, name="done"),
    path("confirm/again/", confirm.send_again, name="send_again"),
    path("confirm/address/", confirm.change_address, name="change_address"),
    path("confirm/number/", confirm.change_number, name="change_number"),
    path("confirm/press/", confirm.press, name="press"),
    path("confirm/<str:token>/", confirm.confirm_link, name="confirm_link"),
    path("my/link/<str:token>/", links.open_link, name="open_link"),
    path("my/language/<str:ref>/", language.language, name="language"),
    path("my/passkey/", account.sign_in, name="passkey"),
    path("my/account/", account.account, name="account"),
    path("my/account/sign-in/", account.stay, name="stay_signed_in"),
    path("my/account/code/", account.ask_again, name="account_code"),
    path("my/account/passkey/", account.add_passkey, name="add_passkey"),
    path("my/account/passkey/<int:pk>/remove/", account.remove_passkey, name="remove_passkey"),
    path("my/account/remove/", account.remove, name="remove_account"),
    path("forgotten-here/", links.forgotten_here, name="forgotten_here"),
    path("demo/letters/", demo.letters, name="demo_letters"),
    path("demo/letters/<int:pk>/", demo.letter, name="demo_letter"),
    path("demo/letters/<int:pk>/html/", demo.letter_html, name="demo_letter_html"),
]
