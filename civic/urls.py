"""The portal's addresses; each also under a language prefix, without prefix = English."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from civic import errors, health
from civic.views import home, my, my_calendar, my_profile, pages, place
from mailing.views import returns
from mailing.views.links import forget_here

handler400 = errors.handler400
handler403 = errors.handler403
handler404 = errors.handler404
handler429 = errors.handler429  # which allauth asks for
handler500 = errors.handler500

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("statusz", health.statusz, name="statusz"),
    path("brand.css", pages.brand_css, name="brand_css"),
    path("logo", pages.logo, name="logo"),
    path("hooks/mail/", returns.take, name="mail_returns"),
    path(".well-known/security.txt", pages.security_txt, name="security_txt"),
]

urlpatterns += i18n_patterns(
    path("", home.home, name="home"),
    path("volunteer/", include("volunteers.urls")),
    path("donate/", include("donations.urls")),
    path("events/", include("events.urls")),
    path("feeds/", include("events.feed_urls")),
    path("consents/", include("bookings.urls")),
    path("s/", include("sharing.urls")),
    path("places/<slug:slug>/", place.place, name="place"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("my/", my.my, name="my"),
    path("my/profile/", my_profile.my_profile, name="my_profile"),
    path("my/calendar/", my_calendar.make, name="my_calendar"),
    path("my/calendar/<str:token>.ics", my_calendar.feed, name="calendar_feed"),
    path("my/forget/", my.forget_me, name="forget_me"),
    path("my/forget/now/", my.forget_me_now, name="forget_me_now"),
    path("my/forgotten/", my.forgotten, name="forgotten"),
    path("forget-here/", forget_here, name="forget_here"),
    path("", include("volunteers.hours_urls")),
    path("", include("outreach.urls")),
    path("", include("mailing.urls")),
    path("accounts/signup/", RedirectView.as_view(pattern_name="volunteers:list"), name="account_signup"),  # nobody makes an account here
    path("accounts/email/", RedirectView.as_view(pattern_name="mfa_index"), name="account_email"),  # an office says which address its staff have
    path("accounts/password/set/", RedirectView.as_view(pattern_name="account_reset_password"), name="account_set_password"),  # by a letter, as the first one
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)
