"""Addresses of volunteering."""

from django.urls import path

from volunteers.views import asks, browse, check_in, flyers, hours, kiosk, own, posted, sign_up, site, site_call_off, site_check_in, stand_in

app_name = "volunteers"

urlpatterns = [
    path("", browse.opportunity_list, name="list"),
    path("shifts/<int:role>/sign-up/", sign_up.sign_up, name="sign_up"),
    path("shifts/<int:pk>.ics", browse.shift_calendar, name="shift_calendar"),
    path("sign-ups/<int:pk>/", own.detail, name="sign_up_detail"),
    path("sign-ups/<int:pk>/coming/", own.coming, name="coming"),
    path("sign-ups/<int:pk>/cancel/", own.cancel, name="cancel"),
    path("sign-ups/<int:pk>/change/", own.change, name="change"),
    path("sign-ups/<int:pk>/stand-in/", stand_in.share, name="stand_in"),
    path("sign-ups/<int:pk>/stand-in/stop/", stand_in.stop, name="stop_stand_in"),
    path("stand-in/", stand_in.take_over, name="take_over"),
    path("sign-ups/<int:pk>/offer/accept/", own.accept, name="accept_offer"),
    path("sign-ups/<int:pk>/offer/decline/", own.decline, name="decline_offer"),
    path("sign-ups/<int:pk>.ics", own.calendar, name="sign_up_calendar"),
    path("keep-me-posted/", posted.keep_me_posted, name="keep_posted"),
    path("keep-me-posted/<int:pk>/", posted.detail, name="posted"),
    path("keep-me-posted/<int:pk>/leave/", posted.leave, name="leave_posted"),
    path("asks/<int:pk>/", asks.detail, name="ask"),
    path("asks/<int:pk>/coming/", asks.coming, name="ask_coming"),
    path("asks/<int:pk>/not-this-time/", asks.not_this_time, name="ask_not_this_time"),
    path("sign-ups/<int:pk>/hours/", hours.write, name="write_hours"),
    path("site/open/<str:token>/", site.open_link, name="open_site"),
    path("site/<int:pk>/", site.page, name="site"),
    path("site/<int:pk>/people/<int:sign_up>/", site.mark, name="site_mark"),
    path("site/<int:pk>/roles/<int:role>/", site.add, name="site_add"),
    path("site/<int:pk>/roles/<int:role>/back/", site.take_back, name="site_take_back"),
    path("check-in/open/<str:token>/", check_in.open_point, name="open_check_in"),
    path("check-in/<int:pk>/", check_in.check_in, name="check_in"),
    path("check-in/<int:pk>/here/", check_in.here, name="check_in_here"),
    path("check-in/<int:pk>/name/", check_in.write_name, name="check_in_name"),
    path("kiosk/<int:pk>/", kiosk.kiosk, name="kiosk"),
    path("kiosk/<int:pk>/check-in/", kiosk.check_in, name="kiosk_check_in"),
    path("kiosk/<int:pk>/name/", kiosk.write_name, name="kiosk_name"),
    path("site/<int:pk>/check-in/", site_check_in.of_shift, name="site_check_in"),
    path("site/<int:pk>/check-in/<int:point>/", site_check_in.sign, name="site_check_in_sign"),
    path("site/<int:pk>/check-in/<int:point>/start/", site_check_in.start, name="site_start_check_in"),
    path("site/<int:pk>/check-in/<int:point>/close/", site_check_in.close, name="site_close_check_in"),
    path("site/<int:pk>/call-off/", site_call_off.call_off, name="site_call_off"),
    path("site/<int:pk>/told/", site_call_off.told, name="site_told"),
    path("site/<int:pk>/told/<int:sign_up>/", site_call_off.note_told, name="site_note_told"),
    path("<slug:slug>/", browse.opportunity, name="opportunity"),
    path("<slug:slug>/flyer/", flyers.flyer, name="flyer"),
]
