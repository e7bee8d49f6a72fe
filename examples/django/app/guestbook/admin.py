"""What the admin edits."""

from django.contrib import admin

from guestbook.models import Entry

admin.site.register(Entry)
