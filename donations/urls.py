"""The doors of drives, under /donate/."""

from django.urls import path

from donations.views import arrange, browse, own_pick_ups, own_pledge, pick_ups, pledge, printed, receipts, runs, site

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
    path("pick-ups/<int:pk>/", own_pick_ups.detail, name="pick_up_detail"),
    path("pick-ups/<int:pk>/accept/", own_pick_ups.accept, name="accept_pick_up"),
    path("pick-ups/<int:pk>/decline/", own_pick_ups.decline, name="decline_pick_up"),
    path("pick-ups/<int:pk>/cancel/", own_pick_ups.cancel, name="cancel_pick_up"),
    path("runs/open/<str:token>/", runs.open_run, name="open_run"),
    path("runs/<int:pk>/", runs.sheet, name="run_sheet"),
    path("runs/<int:pk>/stops/<int:stop>/", runs.mark, name="mark_stop"),
    path("runs/<int:pk>/stops/<int:stop>/on-the-way/", runs.on_the_way, name="on_the_way"),
    path("<slug:slug>/", browse.drive, name="drive"),
    path("<slug:slug>/flyer/", printed.flyer, name="flyer"),
    path("<slug:slug>/sign/<int:pk>/", printed.sign, name="sign"),
    path("<slug:slug>/arrange/", arrange.arrange, name="arrange"),
    path("<slug:slug>/pledge/", pledge.pledge, name="pledge"),
    path("<slug:slug>/pick-up/", pick_ups.ask, name="pick_up"),
]
