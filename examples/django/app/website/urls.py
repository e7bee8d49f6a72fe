"""What answers where."""

from django.contrib import admin
from django.urls import path
from guestbook import views

urlpatterns = [
    path("", views.entries),
    path("healthz", views.health),
    path("admin/", admin.site.urls),
]
