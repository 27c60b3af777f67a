"""The doors of drives, under /donate/."""

from django.urls import path

from donations.views import arrange, browse, own_pledge, pledge, printed, receipts, site

app_name = "donations"

urlpatterns = [
    path("", browse.drive_list, name="list"),
    path("site/open/<str:token>/", site.open_link, name="open_site"),
    path("site/<int:pk>/", site.page, name="site"),
    path("site/<int:pk>/state/", site.set_state, name="site_state"),
    path("site/<int:pk>/check/", site.check, name="site_check"),
    path("site/<int:pk>/goods/", site.book, name="site_book"),
    path("site/<int:pk>/goods/<int:donation>/back/", site.take_back, name="site_take_back"),
    path("site/<int:pk>/turned-away/", site.turn_away, name="site_turn_away"),
    path("site/<int:pk>/code/", site.look_up, name="site_look_up"),
    path("site/<int:pk>/pledges/<int:pledge>/", site.book_pledge, name="site_book_pledge"),
    path("receipts/<int:pk>/", receipts.receipt, name="receipt"),
    path("pledges/<int:pk>/", own_pledge.detail, name="pledge_detail"),
    path("pledges/<int:pk>/change/", own_pledge.change, name="change_pledge"),
    path("pledges/<int:pk>/withdraw/", own_pledge.withdraw, name="withdraw_pledge"),
    path("arrangements/<int:pk>/", arrange.detail, name="arrangement"),
    path("arrangements/<int:pk>/withdraw/", arrange.withdraw, name="withdraw_arrangement"),
    path("<slug:slug>/", browse.drive, name="drive"),
    path("<slug:slug>/flyer/", printed.flyer, name="flyer"),
    path("<slug:slug>/sign/<int:pk>/", printed.sign, name="sign"),
    path("<slug:slug>/arrange/", arrange.arrange, name="arrange"),
    path("<slug:slug>/pledge/", pledge.pledge, name="pledge"),
]
