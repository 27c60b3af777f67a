"""What has a page of its own only for its words in other languages."""

from intake.admin import RecordAdmin
from languages.admin import Translated
from people.access import OfficeScoped


class WordsOnly(Translated, OfficeScoped, RecordAdmin):
    """The words of a record in other languages; all else about it is changed where it is used. A subclass says whose it is."""

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
