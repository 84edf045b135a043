from django.urls import path

from bryggan.meetings import agenda_views, body_views, room_views

urlpatterns = [
    path("grupp/<int:pk>/mote/", body_views.plan_meeting, name="plan_meeting"),
    path("grupp/<int:pk>/plats/", body_views.take_seat, name="take_seat"),
    path("grupp/plats/<int:pk>/", body_views.end_seat, name="end_seat"),
    path("mote/<int:pk>/dagordning/", agenda_views.edit_agenda, name="edit_agenda"),
    path("mote/<int:pk>/dagordning/fardiga/", agenda_views.add_items, name="add_items"),
    path("mote/<int:pk>/dagordning/ny/", agenda_views.add_item, name="add_item"),
    path("mote/<int:pk>/dagordning/ordning/", agenda_views.order_items, name="order_items"),
    path("mote/punkt/<int:pk>/", agenda_views.change_item, name="change_item"),
    path("mote/punkt/<int:pk>/bort/", agenda_views.remove_item, name="remove_item"),
    path("mote/<int:pk>/kalla/", agenda_views.summon_meeting, name="summon_meeting"),
    path("mote/<int:pk>/stall-in/", agenda_views.cancel_meeting, name="cancel_meeting"),
    path("mote/<int:pk>/bedom/", agenda_views.grade_items, name="grade_items"),
    path("mote/<int:pk>/bedomningar/", agenda_views.show_grades, name="show_grades"),
    path("mote/<int:pk>/motet/", room_views.meeting_room, name="meeting_room"),
    path("mote/punkt/<int:pk>/stallning/", room_views.consider_item, name="consider_item"),
    path("mote/punkt/<int:pk>/jav/", room_views.state_item_conflict, name="state_item_conflict"),
    path(
        "mote/punkt/<int:pk>/jav/tillbaka/",
        room_views.lift_item_conflict,
        name="lift_item_conflict",
    ),
    path("mote/<int:pk>/avsluta/", room_views.close_meeting, name="close_meeting"),
    path("mote/<int:pk>/ratta/", room_views.correct_minutes, name="correct_minutes"),
    path("mote/<int:pk>/anteckningar.json", room_views.frozen_minutes, name="frozen_minutes"),
]
