from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def voice_need(request: HttpRequest) -> HttpResponse:
    return render(request, "needs/voice_need.html")
