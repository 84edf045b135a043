from django.urls import path

from bryggan.assessments import deciding_views, portfolio_views, views

urlpatterns = [
    path("bedomning/", portfolio_views.assessment_map, name="assessment_map"),
    path("utbyteslista/", portfolio_views.replacement_list, name="replacement_list"),
    path("bedomning/metod/", portfolio_views.assessment_method, name="assessment_method"),
    path("bedomning/starta/", views.open_assessment, name="open_assessment"),
    path("bedomning/inriktningar/", deciding_views.disposition_kinds, name="disposition_kinds"),
    path(
        "bedomning/inriktningar/<slug:key>/",
        deciding_views.change_disposition_kind,
        name="change_disposition_kind",
    ),
    path("bedomning/svar/<int:pk>/", views.save_answer, name="save_answer"),
    path("bedomning/<int:pk>/", views.assessment_page, name="assessment_page"),
    path("bedomning/<int:pk>/fraga/", views.ask_respondent, name="ask_respondent"),
    path("bedomning/<int:pk>/paminn/", views.remind_respondents, name="remind_respondents"),
    path("bedomning/<int:pk>/stang/", views.close_assessment, name="close_assessment"),
    path("bedomning/<int:pk>/forlang/", views.prolong_assessment, name="prolong_assessment"),
    path(
        "system/<int:pk>/inriktning/",
        deciding_views.decide_disposition,
        name="decide_disposition",
    ),
]
