"""The doors of the set-up, under /admin/set-up/; the names are in the namespace of the admin."""

from django.urls import path

from civic.setup import views

urlpatterns = [
    path("", views.overview, name="set_up"),
    path("start-with-our-city/", views.start_with_our_city, name="start_with_our_city"),
    path("offices/<int:pk>/", views.office, name="set_up_office"),
    path("staff/", views.staff, name="set_up_staff"),
    path("<slug:slug>/", views.step, name="set_up_step"),
]
