import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from intake.migrating import Together


class Migration(migrations.Migration):
    dependencies = [
        ("donations", "0004_brought_in_part"),
    ]

    operations = [
        Together(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name="need",
                    name="keep_need",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="pledgeline",
                    name="count_promises",
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="need",
                    trigger=pgtrigger.compiler.Trigger(
                        name="keep_need",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            NEW.capacity := CASE WHEN NEW.is_capped THEN NEW.target END;\n            IF TG_OP = 'INSERT' THEN\n                NEW.taken := 0; NEW.reserved := 0; NEW.received := 0;\n                RETURN NEW;\n            END IF;\n            IF pg_trigger_depth() = 1 THEN\n                NEW.taken := OLD.taken; NEW.received := OLD.received;\n            END IF;\n            IF NEW.capacity IS NULL THEN\n                NEW.reserved := 0;\n            ELSIF NEW.taken > OLD.taken AND NEW.reserved = OLD.reserved THEN\n                NULL; -- a new promise fits beside what has come, or is refused\n            ELSE\n                NEW.reserved := GREATEST(0, LEAST(NEW.received, NEW.capacity - NEW.taken));\n            END IF;\n            RETURN NEW;\n        ",
                            hash="b38dbdef570a101ad853c3b570049e97b3815d31",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_keep_need_c13a4",
                            table="donations_need",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="pledgeline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_promises",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE old_seats integer; new_seats integer; old_id bigint; new_id bigint;",
                            func="\n            old_seats := 0; new_seats := 0;\n            IF TG_OP <> 'INSERT' THEN\n                old_id := OLD.\"need_id\";\n                IF OLD.state IN ('held', 'promised', 'partly') THEN old_seats := GREATEST(0, OLD.quantity - OLD.brought); END IF;\n            END IF;\n            IF TG_OP <> 'DELETE' THEN\n                new_id := NEW.\"need_id\";\n                IF NEW.state IN ('held', 'promised', 'partly') THEN new_seats := GREATEST(0, NEW.quantity - NEW.brought); END IF;\n            END IF;\n            IF old_id IS NULL OR new_id IS NULL OR old_id = new_id THEN\n                IF new_seats <> old_seats THEN\n                    UPDATE \"donations_need\" SET taken = taken + new_seats - old_seats,\n                        reserved = CASE WHEN OLD.state = 'brought' OR NEW.brought < OLD.brought THEN 0 ELSE reserved END WHERE id = COALESCE(new_id, old_id);\n                END IF;\n            ELSIF old_id < new_id THEN\n                UPDATE \"donations_need\" SET taken = taken - old_seats WHERE id = old_id AND old_seats > 0;\n                UPDATE \"donations_need\" SET taken = taken + new_seats WHERE id = new_id AND new_seats > 0;\n            ELSE\n                UPDATE \"donations_need\" SET taken = taken + new_seats WHERE id = new_id AND new_seats > 0;\n                UPDATE \"donations_need\" SET taken = taken - old_seats WHERE id = old_id AND old_seats > 0;\n            END IF;\n            RETURN NULL;\n        ",
                            hash="eb9f9d8e076b4e2846e8905af260228407ecc757",
                            operation="INSERT OR DELETE OR UPDATE",
                            pgid="pgtrigger_count_promises_a8f0d",
                            table="donations_pledgeline",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        )
    ]
