"""What is kept."""

from django.db import models


class Entry(models.Model):
    """A line in the guest book."""

    text = models.CharField(max_length=200)
    written = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-written",)
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return self.text
