from django.urls import path

from bryggan.notices import views

urlpatterns = [
    path("mitt-arbete/", views.my_work, name="my_work"),
    path("mitt-arbete/brev/", views.choose_letters, name="choose_letters"),
    path("mitt-arbete/alla-lasta/", views.read_all_notices, name="read_all_notices"),
    path("mitt-arbete/<int:pk>/last/", views.read_notice, name="read_notice"),
    path("folj/<slug:slug>/<int:pk>/", views.follow_record, name="follow_record"),
    path("sluta-folja/<slug:slug>/<int:pk>/", views.unfollow_record, name="unfollow_record"),
    path("kommentera/<slug:slug>/<int:pk>/", views.write_comment, name="write_comment"),
    path("kommentar/<int:pk>/", views.change_comment, name="change_comment"),
    path("kommentar/<int:pk>/ta-bort/", views.withdraw_comment, name="withdraw_comment"),
    path("kommentera/namn/", views.suggest_people, name="suggest_people"),
    path("utskick/", views.mail_list, name="mail_list"),
    path("utskick/<int:pk>/", views.mail_page, name="mail_page"),
]
