import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from intake.migrating import Together


class Migration(migrations.Migration):
    """People at the door who give no name are counted."""

    dependencies = [
        ('events', '0001_events'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name='doorlink',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='doorlink',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='doorlink',
                    name='delete_delete',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='doorlink',
                    name='name_changed',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='doorlink',
                    name='email_changed',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='doorlink',
                    name='phone_changed',
                ),
            ]
        ),
        Together(
            [
                migrations.CreateModel(
                    name='DoorCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('people', models.PositiveSmallIntegerField(default=1, verbose_name='how many')),
                        ('noted_at', models.DateTimeField(verbose_name='noted')),
                    ],
                    options={
                        'verbose_name': 'people without a name',
                        'verbose_name_plural': 'people without a name',
                    },
                ),
                migrations.CreateModel(
                    name='DoorCountChange',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('people', models.PositiveSmallIntegerField(default=1, verbose_name='how many')),
                        ('noted_at', models.DateTimeField(verbose_name='noted')),
                    ],
                    options={
                        'verbose_name': 'change',
                        'verbose_name_plural': 'changes',
                        'abstract': False,
                        'default_permissions': (),
                    },
                ),
            ]
        ),
        migrations.RemoveField(
            model_name='doorlinkchange',
            name='nonce',
        ),
        Together(
            [
                migrations.AddField(
                    model_name='doorcount',
                    name='door_link',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='door_counts', to='events.doorlink'),
                ),
                migrations.AddField(
                    model_name='doorcount',
                    name='event',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='door_counts', to='events.event', verbose_name='event'),
                ),
                migrations.AddField(
                    model_name='doorcount',
                    name='noted_by',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='doorcountchange',
                    name='door_link',
                    field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.doorlink'),
                ),
                migrations.AddField(
                    model_name='doorcountchange',
                    name='event',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.event', verbose_name='event'),
                ),
                migrations.AddField(
                    model_name='doorcountchange',
                    name='noted_by',
                    field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='doorcountchange',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', to='events.doorcount'),
                ),
            ]
        ),
        Together(
            [
                migrations.AddConstraint(
                    model_name='doorcount',
                    constraint=models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='door_count_of_one_or_more'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doorlink',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_doorlinkchange" ("event_id", "id", "language", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id") VALUES (NEW."event_id", NEW."id", NEW."language", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."revoked_at", NEW."revoked_by_id"); RETURN NULL;', hash='259dd4a7b2584d91101de8835fef30f89504bd3e', operation='INSERT', pgid='pgtrigger_insert_insert_dda1f', table='events_doorlink', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doorlink',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."event_id" IS DISTINCT FROM (NEW."event_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."revoked_by_id" IS DISTINCT FROM (NEW."revoked_by_id"))', func='INSERT INTO "events_doorlinkchange" ("event_id", "id", "language", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id") VALUES (NEW."event_id", NEW."id", NEW."language", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."revoked_at", NEW."revoked_by_id"); RETURN NULL;', hash='64592889bf7b2abbc25066a224b451c184882d6c', operation='UPDATE', pgid='pgtrigger_update_update_8d200', table='events_doorlink', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doorlink',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_doorlinkchange" ("event_id", "id", "language", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id") VALUES (OLD."event_id", OLD."id", OLD."language", OLD."made_at", OLD."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."revoked_at", OLD."revoked_by_id"); RETURN NULL;', hash='b22752b2f131600c540c650a5debb2a118e5beb8', operation='DELETE', pgid='pgtrigger_delete_delete_99b46', table='events_doorlink', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doorlink',
                    trigger=pgtrigger.compiler.Trigger(name='name_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."name" IS DISTINCT FROM (NEW."name"))', func='INSERT INTO "events_doorlinkchange" ("event_id", "id", "language", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id") VALUES (NEW."event_id", NEW."id", NEW."language", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'name\', NEW."id", NEW."revoked_at", NEW."revoked_by_id"); RETURN NULL;', hash='51879ec865a64fe44f4b6cd644ca65db5615297d', operation='UPDATE', pgid='pgtrigger_name_changed_0cbdf', table='events_doorlink', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doorlink',
                    trigger=pgtrigger.compiler.Trigger(name='email_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email"))', func='INSERT INTO "events_doorlinkchange" ("event_id", "id", "language", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id") VALUES (NEW."event_id", NEW."id", NEW."language", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'email\', NEW."id", NEW."revoked_at", NEW."revoked_by_id"); RETURN NULL;', hash='d9f7bb78fb72a92584b55752a3f22d89b5f35b17', operation='UPDATE', pgid='pgtrigger_email_changed_2cf3d', table='events_doorlink', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doorlink',
                    trigger=pgtrigger.compiler.Trigger(name='phone_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."phone" IS DISTINCT FROM (NEW."phone"))', func='INSERT INTO "events_doorlinkchange" ("event_id", "id", "language", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id") VALUES (NEW."event_id", NEW."id", NEW."language", NEW."made_at", NEW."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'phone\', NEW."id", NEW."revoked_at", NEW."revoked_by_id"); RETURN NULL;', hash='d58b314f3a560904a09d6a61296f18bbe4648655', operation='UPDATE', pgid='pgtrigger_phone_changed_572c9', table='events_doorlink', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doorcount',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_doorcountchange" ("door_link_id", "event_id", "id", "noted_at", "noted_by_id", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."door_link_id", NEW."event_id", NEW."id", NEW."noted_at", NEW."noted_by_id", NEW."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='7199f58aec5d57281db98aaf77d4facd756e703e', operation='INSERT', pgid='pgtrigger_insert_insert_b448f', table='events_doorcount', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doorcount',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "events_doorcountchange" ("door_link_id", "event_id", "id", "noted_at", "noted_by_id", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."door_link_id", NEW."event_id", NEW."id", NEW."noted_at", NEW."noted_by_id", NEW."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='2f39fc0138e1e3eaae9d402c7f94fd3457ea8615', operation='UPDATE', pgid='pgtrigger_update_update_42923', table='events_doorcount', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doorcount',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_doorcountchange" ("door_link_id", "event_id", "id", "noted_at", "noted_by_id", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."door_link_id", OLD."event_id", OLD."id", OLD."noted_at", OLD."noted_by_id", OLD."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='8f90818a3d01e40dc90ef90f0d3193eccc2bc853', operation='DELETE', pgid='pgtrigger_delete_delete_1e7bf', table='events_doorcount', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='doorcountchange',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f8b669a053d3504daf66e8adb91d6740c181d3b8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b0d6b', table='events_doorcountchange', when='BEFORE')),
                ),
            ]
        ),
    ]
