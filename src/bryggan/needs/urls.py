from django.urls import path

from bryggan.needs import (
    api_views,
    apt_views,
    code_views,
    desk_views,
    key_views,
    overview_views,
    poster_views,
    views,
    voicing_views,
)

urlpatterns = [
    path("behov/lamna/", voicing_views.voice_need, name="voice_need"),
    path("b/<int:pk>/", voicing_views.voice_need_here, name="voice_need_here"),
    path("behov/kod/", code_views.need_by_code, name="need_by_code"),
    path("behov/utan-namn/", voicing_views.support_without_name, name="support_without_name"),
    path("behov/affisch/", poster_views.need_posters, name="need_posters"),
    path("behov/affisch/<int:pk>/", poster_views.need_poster, name="need_poster"),
    path("behov/nycklar/", key_views.intake_keys, name="intake_keys"),
    path("behov/nycklar/ny/", key_views.make_intake_key, name="make_intake_key"),
    path("behov/nycklar/<int:pk>/dra-in/", key_views.revoke_intake_key, name="revoke_intake_key"),
    path("api/behov/", api_views.voice_need_by_api, name="voice_need_by_api"),
    path("behov/att-bereda/", desk_views.need_desk, name="need_desk"),
    path("behov/laget/", overview_views.need_overview, name="need_overview"),
    path("behov/apt/", apt_views.voice_for_workplace, name="voice_for_workplace"),
    path("behov/bild/<int:pk>/", views.need_picture, name="need_picture"),
    path("behov/<int:pk>/jag-ocksa/", views.support_need, name="support_need"),
    path("behov/<int:pk>/inte-langre/", views.leave_need, name="leave_need"),
    path("behov/<int:pk>/svara/", views.reply_to_question, name="reply_to_question"),
    path("behov/<int:pk>/bered/", desk_views.prepare_need, name="prepare_need"),
]
