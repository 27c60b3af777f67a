"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path, re_path

from donations.desk import boards, drives, goods, locations, pledges, runs, sharing, stops, tables

urlpatterns = [
    path("drives/<int:pk>/", boards.of_drive, name="drive_board"),
    path("drives/<int:pk>/donors/", tables.last_years_donors, name="last_years_donors"),
    re_path(r"^drives/(?P<pk>[0-9]{1,18})/tables/(?P<kind>[a-z-]+)\.(?P<ending>csv|xlsx)$", tables.of_drive, name="drive_table"),
    path("drives/<int:pk>/donors/<int:of>.<slug:ending>", tables.donors_table, name="donors_table"),
    path("drives/<int:pk>/open/", drives.open_drive, name="open_drive"),
    path("drives/<int:pk>/stop/", drives.stop, name="stop_drive"),
    path("drives/<int:pk>/close/", drives.close, name="close_drive"),
    path("drives/<int:pk>/take-again/", drives.take_again, name="take_goods_again"),
    path("drives/<int:pk>/report/", drives.report, name="report_drive"),
    path("drives/<int:pk>/copy/", drives.copy, name="copy_drive"),
    path("drives/<int:pk>/share/", sharing.share, name="share_drive"),
    path("drives/<int:pk>/goods/", goods.of_drive, name="drive_goods"),
    path("locations/<int:pk>/goods/", goods.book, name="book_goods"),
    path("locations/<int:pk>/hand-over/", goods.hand_over, name="hand_over_goods"),
    path("locations/<int:pk>/correct/", goods.correct, name="correct_stock"),
    path("locations/<int:pk>/state/", locations.state, name="location_state"),
    path("locations/<int:pk>/links/", locations.links, name="location_links"),
    path("location-links/<int:pk>/revoke/", locations.revoke, name="revoke_location_link"),
    path("donations/<int:pk>/sort/", goods.sort, name="sort_goods"),
    path("donations/<int:pk>/receipt/", goods.receipt, name="goods_receipt"),
    path("hand-overs/<int:pk>/receipt/", goods.hand_over_receipt, name="hand_over_receipt"),
    path("drives/<int:pk>/pledge/", pledges.enter, name="enter_pledge"),
    path("pledges/<int:pk>/withdraw/", pledges.withdraw, name="withdraw_pledge"),
    path("drives/<int:pk>/pick-ups/", runs.of_drive, name="pick_up_runs"),
    path("drives/<int:pk>/pick-ups/enter/", stops.enter, name="enter_pick_up"),
    path("pick-ups/<int:pk>/settle/", runs.settle, name="settle_pick_up"),
    path("pick-ups/<int:pk>/move/", stops.move, name="move_stop"),
    path("pick-ups/<int:pk>/off/", stops.take_off, name="take_off_stop"),
    path("pick-ups/<int:pk>/mark/", stops.mark, name="mark_stop"),
    path("runs/<int:pk>/", runs.of_run, name="pick_up_run"),
    path("runs/<int:pk>/sheet/", runs.sheet, name="print_run"),
    path("runs/<int:pk>/order/", runs.order, name="order_run"),
    path("runs/<int:pk>/driver/", runs.give_driver, name="give_driver"),
    path("runs/<int:pk>/link/", runs.renew_link, name="renew_run_link"),
    path("runs/<int:pk>/call-off/", runs.call_off, name="call_off_run"),
    path("run-times/<int:pk>/", runs.change_window, name="change_run_window"),
]
