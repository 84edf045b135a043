from django.urls import path

from bryggan.advice import completeness_views, views

urlpatterns = [
    path("rad/", views.advice_list, name="advice_list"),
    path("rad/avfardat/<int:pk>/ta-upp/", views.reopen_advice, name="reopen_advice"),
    path("rad/<slug:key>/", views.advice_page, name="advice_page"),
    path("rad/<slug:key>/regel/", views.change_rule, name="change_rule"),
    path("rad/<slug:key>/<int:pk>/", views.mend_advice, name="mend_advice"),
    path("rad/<slug:key>/<int:pk>/gor/", views.act_on_advice, name="act_on_advice"),
    path("rad/<slug:key>/<int:pk>/avfarda/", views.dismiss_advice, name="dismiss_advice"),
    path("kompletthet/", completeness_views.completeness, name="completeness"),
]
