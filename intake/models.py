"""Form keys: a form that is sent twice is stored once."""

from django.db import models


class FormKey(models.Model):
    """The key of one rendered form and what its first sending led to; a replay from the same browser gets the same answer."""

    personal_fields = {}
    plain_fields = ("id", "key", "browser", "content", "result", "created_at")

    key = models.CharField(max_length=43, unique=True)
    browser = models.CharField(max_length=32, help_text="A keyed hash of the browser's form cookie.")
    content = models.CharField(max_length=32, db_default="", default="", help_text="A keyed hash of what was typed: another text is another sending.")
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.key[:8]
