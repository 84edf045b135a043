from django.urls import path

from bryggan.people import password_views, views

urlpatterns = [
    path("logga-in/", views.SignIn.as_view(), name="sign_in"),
    path(
        "valj-losenord/<str:uid>/<str:token>/",
        password_views.choose_password,
        name="choose_password",
    ),
    path("logga-in/<int:pk>/", views.choose_person, name="choose_person"),
    path("logga-ut/", views.sign_out, name="sign_out"),
    path("visa-som/sluta/", views.stop_viewing_as, name="stop_viewing_as"),
    path("visa-som/<int:pk>/", views.view_as, name="view_as"),
    path("organisation/", views.organisation, name="organisation"),
    path("organisation/<int:pk>/", views.unit_page, name="unit_page"),
    path("organisation/<int:pk>/andra/", views.change_unit, name="change_unit"),
    path("organisation/<int:pk>/ny-enhet/", views.create_unit, name="create_unit"),
    path("organisation/<int:pk>/ge-roll/", views.give_role, name="give_role"),
    path("uppdrag/<int:pk>/avsluta/", views.end_role, name="end_role"),
    path("maskera/", views.mask_value, name="mask_value"),
    path("person/ny/", views.create_person, name="create_person"),
    path("person/<int:pk>/", views.person_page, name="person_page"),
    path("person/<int:pk>/bjud-in/", views.invite_person, name="invite_person"),
]
