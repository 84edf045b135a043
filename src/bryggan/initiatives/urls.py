from django.urls import path

from bryggan.initiatives import evidence_views, table_views, views

urlpatterns = [
    path("initiativ/nytt/", views.start_initiative, name="start_initiative"),
    path("initiativ/<int:pk>/grind/", views.show_gate, name="show_gate"),
    path("initiativ/<int:pk>/grind/vidare/", views.pass_gate, name="pass_gate"),
    path("initiativ/<int:pk>/grind/beslut/", views.prepare_decision, name="prepare_decision"),
    path(
        "initiativ/<int:pk>/grind/ater/", views.refer_back_initiative, name="refer_back_initiative"
    ),
    path("initiativ/<int:pk>/grind/<str:key>/", evidence_views.give_evidence, name="give_evidence"),
    path(
        "initiativ/<int:pk>/grind/<str:key>/galler-inte/",
        evidence_views.rule_out_requirement,
        name="rule_out_requirement",
    ),
    path(
        "initiativ/<int:pk>/snabbfragor/", evidence_views.answer_screening, name="answer_screening"
    ),
    path("initiativ/<int:pk>/status/", evidence_views.report_status, name="report_status"),
    path("initiativ/<int:pk>/lardom/", evidence_views.add_lesson, name="add_lesson"),
    path("initiativ/<int:pk>/behov/", table_views.set_needs, name="set_needs"),
    path("initiativ/<int:pk>/andelar/", table_views.set_shares, name="set_shares"),
    path("initiativ/<int:pk>/plan/", table_views.plan_milestones, name="plan_milestones"),
    path("initiativ/<int:pk>/pengar/", table_views.set_money, name="set_money"),
    path("initiativ/<int:pk>/risker/", table_views.assess_risks, name="assess_risks"),
    path("initiativ/<int:pk>/vantar-pa/", table_views.tie_dependencies, name="tie_dependencies"),
    path("initiativ/<int:pk>/pilot/", table_views.set_pilot, name="set_pilot"),
    path("initiativ/<int:pk>/vila/", views.park_initiative, name="park_initiative"),
    path("initiativ/<int:pk>/vidare/", views.wake_initiative, name="wake_initiative"),
    path("initiativ/<int:pk>/inte-av/", views.reject_initiative, name="reject_initiative"),
    path("initiativ/<int:pk>/lamna/", views.hand_over_initiative, name="hand_over_initiative"),
    path("initiativ/<int:pk>/ta-emot/", views.receive_initiative, name="receive_initiative"),
    path("initiativ/<int:pk>/avsluta/", views.close_initiative, name="close_initiative"),
    path("initiativ/<int:pk>/version/", views.move_to_version, name="move_to_version"),
    path("initiativ/<int:pk>/pagick/", views.take_over_initiative, name="take_over_initiative"),
]
