"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path

from donations.desk import runs, stops

urlpatterns = [
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
