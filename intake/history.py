"""Who changed what: database triggers write one row for each change, whoever makes it: form, action, bulk, shell or SQL."""

import pghistory
import pgtrigger
from django.utils.translation import gettext_lazy as _

from intake import trigger_registry

trigger_registry.install()
_NEVER = {"created_at", "changed_at", "taken", "reserved", "password"}


def tracked(*, without=()):
    """Keep the history of a model, append-only.

    Plain fields are kept with their values. Of a personal field only the fact that it changed is kept, as a row whose label is the
    field's name. `without` names fields that change by themselves and would add a row each time.
    """
    skipped = _NEVER | set(without)

    def decorate(model):
        names = [field.name for field in model._meta.local_fields if field.name not in skipped]
        personal = [name for name in names if name in model.personal_fields]
        secret = [field.name for field in model._meta.local_fields if field.name == "password"]
        return _keep(model, [name for name in names if name not in personal], personal + secret)

    return decorate


def tracked_links(name):
    """Keep the history of a many-to-many relation, given as a proxy of its link table: each link made and each link cut."""

    def decorate(proxy):
        through = proxy._meta.concrete_model
        _track(proxy, [pghistory.InsertEvent(), pghistory.DeleteEvent()], [field.name for field in through._meta.local_fields], name, None)
        return proxy

    return decorate


def _keep(model, plain, personal):
    changes = [pghistory.UpdateEvent(name, condition=pgtrigger.AnyChange(name), trigger_name=f"{name}_changed") for name in personal]
    trackers = [pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), *changes]
    _track(model, trackers, plain, f"{model.__name__}Change", pghistory.ObjForeignKey(related_name="changes", db_index=True))
    return model


def _track(model, trackers, fields, name, obj_field):
    own = ["pgh_id", "pgh_created_at", "pgh_label", "pgh_context", *(["pgh_obj"] if obj_field else [])]
    pghistory.track(
        *trackers,
        fields=fields,
        obj_field=obj_field,
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,
        append_only=True,
        model_name=name,
        attrs={"personal_fields": {}, "plain_fields": (*own, *fields)},
        meta={"verbose_name": _("change"), "verbose_name_plural": _("changes"), "default_permissions": ()},
    )(model)
