from django.urls import path

from bryggan.needs import (
    apt_views,
    desk_views,
    overview_views,
    prepare_views,
    ready_text_views,
    views,
    voicing_views,
)

urlpatterns = [
    path("behov/lamna/", voicing_views.voice_need, name="voice_need"),
    path("behov/att-bereda/", desk_views.need_desk, name="need_desk"),
    path("behov/laget/", overview_views.need_overview, name="need_overview"),
    path("behov/apt/", apt_views.voice_for_workplace, name="voice_for_workplace"),
    path("behov/apt/inskrivet/", apt_views.voiced_for_workplace, name="voiced_for_workplace"),
    path("behov/apt/<int:pk>/", apt_views.workplace_sheet, name="workplace_sheet"),
    path(
        "behov/apt/<int:pk>/nasta/",
        apt_views.plan_workplace_meeting,
        name="plan_workplace_meeting",
    ),
    path("behov/bild/<int:pk>/", views.need_picture, name="need_picture"),
    path("behov/<int:pk>/jag-ocksa/", views.support_need, name="support_need"),
    path("behov/<int:pk>/inte-langre/", views.leave_need, name="leave_need"),
    path("behov/<int:pk>/svara/", views.reply_to_question, name="reply_to_question"),
    path("behov/<int:pk>/bered/", prepare_views.prepare_need, name="prepare_need"),
    path("behov/<int:pk>/skydda/", prepare_views.protect_need, name="protect_need"),
    path("behov/<int:pk>/lamna-vidare/", prepare_views.pass_on_need, name="pass_on_need"),
    path("behov/<int:pk>/ta-upp/", prepare_views.wake_need, name="wake_need"),
    path("behov/svarstexter/", ready_text_views.ready_text_list, name="ready_text_list"),
    path("behov/svarstexter/ny/", ready_text_views.add_ready_text, name="add_ready_text"),
    path(
        "behov/svarstexter/<int:pk>/bort/",
        ready_text_views.remove_ready_text,
        name="remove_ready_text",
    ),
]
