"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path

from donations.desk import goods, locations

urlpatterns = [
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
]
