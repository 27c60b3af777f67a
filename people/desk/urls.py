"""The doors of people and colleagues, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path

from people.desk import duplicates

urlpatterns = [
    path("duplicates/", duplicates.likely, name="duplicates"),
    path("people/<int:pk>/like/", duplicates.like, name="like_person"),
    path("people/<int:pk>/merge/", duplicates.merge, name="merge_people"),
    path("people/<int:pk>/two-people/", duplicates.two_people, name="two_people"),
]
