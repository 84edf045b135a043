from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def voice_for_workplace(request: HttpRequest) -> HttpResponse:
    return render(request, "needs/voice_for_workplace.html")
