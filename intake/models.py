"""Form keys: a form that is sent twice is stored once."""

from django.db import models


class FormKey(models.Model):
    """The key of one rendered form and what its first sending led to; a replay from the same browser gets the same answer."""

    personal_fields = {}
    plain_fields = ("id", "key", "browser", "result", "created_at")

    key = models.CharField(max_length=43, unique=True)
    browser = models.CharField(max_length=32, help_text="A keyed hash of the browser's form cookie.")
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.key[:8]
