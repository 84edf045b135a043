from django.urls import path

from bryggan.rounds import answer_views, views

urlpatterns = [
    path("rundor/", views.round_list, name="round_list"),
    path("rundor/ny/<slug:slug>/", views.create_round, name="create_round"),
    path("rundor/<int:pk>/", views.round_page, name="round_page"),
    path("rundor/<int:pk>/andra/", views.change_round, name="change_round"),
    path("rundor/<int:pk>/starta/", views.start_round, name="start_round"),
    path("rundor/<int:pk>/paminn/", views.remind_round, name="remind_round"),
    path("rundor/<int:pk>/avsluta/", views.close_round, name="close_round"),
    path("rundor/<int:pk>/ta-bort/", views.withdraw_round, name="withdraw_round"),
    path("rundor/<int:pk>/vidare/<int:ask>/", views.pass_ask, name="pass_ask"),
    path("runda/<int:pk>/mina/", answer_views.my_round, name="my_round"),
    path("runda/<int:pk>/mina/fil.xlsx", answer_views.round_file, name="round_file"),
    path("runda/<int:pk>/mina/fil/", answer_views.return_file, name="return_file"),
    path("runda/<int:pk>/mina/<int:ask>/", answer_views.answer_ask, name="answer_ask"),
    path("runda/<int:pk>/mina/<int:ask>/inte-jag/", answer_views.decline_ask, name="decline_ask"),
    path("svara/<str:token>/", answer_views.open_round, name="open_round"),
    path("svara/<str:token>/<int:ask>/", answer_views.open_answer, name="open_answer"),
    path("svara/<str:token>/<int:ask>/inte-jag/", answer_views.open_decline, name="open_decline"),
]
