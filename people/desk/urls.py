"""The doors of people and colleagues, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path

from people.desk import duplicates, forgetting, handing_over

urlpatterns = [
    path("duplicates/", duplicates.likely, name="duplicates"),
    path("people/<int:pk>/like/", duplicates.like, name="like_person"),
    path("people/<int:pk>/merge/", duplicates.merge, name="merge_people"),
    path("people/<int:pk>/two-people/", duplicates.two_people, name="two_people"),
    path("people/<int:pk>/forget/", forgetting.forget_person, name="forget_person"),
    path("without-owner/", handing_over.without_owner, name="without_owner"),
    path("hand-over/", handing_over.hand_over_own, name="hand_over_own"),
    path("colleagues/<int:pk>/hand-over/", handing_over.hand_over, name="hand_over"),
    path("colleagues/<int:pk>/away/", handing_over.away, name="away"),
    path("colleagues/<int:pk>/back/", handing_over.back, name="back"),
]
