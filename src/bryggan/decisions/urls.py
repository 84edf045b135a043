from django.urls import path

from bryggan.decisions import looking_views, order_file_views, order_views, views

urlpatterns = [
    path("beslut/anmalan/", looking_views.report_lists, name="report_lists"),
    path("beslut/anmalan/<int:pk>/", looking_views.report_list, name="report_list"),
    path("beslut/anmalan/<int:pk>/anmal/", looking_views.report_decisions, name="report_decisions"),
    path("beslut/anmalan/<int:pk>/anslag/", looking_views.post_decisions, name="post_decisions"),
    path("beslut/<int:pk>/besluta/", views.take_decision, name="take_decision"),
    path("beslut/<int:pk>/lamna/", views.pass_on_decision, name="pass_on_decision"),
    path("beslut/<int:pk>/aterremiss/", views.refer_back_decision, name="refer_back_decision"),
    path("beslut/<int:pk>/jav/", views.state_conflict, name="state_conflict"),
    path("beslut/<int:pk>/jav/tillbaka/", views.lift_conflict, name="lift_conflict"),
    path(
        "beslut/<int:pk>/hor-ihop/<slug:slug>/<int:other>/",
        views.answer_belonging,
        name="answer_belonging",
    ),
    path("beslut/<int:pk>/namndens/", views.record_board_decision, name="record_board_decision"),
    path("beslut/<int:pk>/ersatt/", views.replace_decision, name="replace_decision"),
    path("beslut/<int:pk>/fryst.json", views.frozen_decision, name="frozen_decision"),
    path("delegation/vem/", looking_views.who_may_decide, name="who_may_decide"),
    path("delegation/ordning/<int:pk>/", looking_views.order_of_day, name="order_of_day"),
    path("delegation/ordning/<int:pk>/borja/", looking_views.start_order, name="start_order"),
    path(
        "delegation/ordning/<int:pk>/rubriker/",
        order_views.set_letter_headings,
        name="set_letter_headings",
    ),
    path("delegation/<int:pk>/andra/", order_views.amend_rule, name="amend_rule"),
    path("delegation/<int:pk>/upphor/", order_views.end_rule, name="end_rule"),
    path("delegation/<int:pk>/vidare/", order_views.subdelegate_rule, name="subdelegate_rule"),
    path("delegation/prisbasbelopp/", order_views.set_price_base, name="set_price_base"),
    path("delegation/fil/", order_file_views.read_order, name="read_order"),
    path("delegation/fil/<int:pk>/", order_file_views.review_order, name="review_order"),
    path("funktion/<int:pk>/innehav/", order_views.hold_post, name="hold_post"),
    path("funktion/innehav/<int:pk>/", order_views.end_holding, name="end_holding"),
    path("franvaro/", order_views.tell_absence, name="tell_absence"),
    path("franvaro/<int:pk>/", order_views.end_absence, name="end_absence"),
]
