"""The doors of drives, under /donate/."""

app_name = "donations"

urlpatterns: list = []
