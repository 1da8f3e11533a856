"""What the ORM cannot say: history and care notes that refuse change, and the full-text table.

The meaning is the same on both databases.
"""

from __future__ import annotations

from django.db import migrations

SQLITE = (
    """CREATE TRIGGER entry_no_delete BEFORE DELETE ON store_entry
       BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER entry_no_change BEFORE UPDATE ON store_entry
       WHEN NOT (OLD.log_index IS NULL AND NEW.log_index IS NOT NULL
                 AND OLD.id = NEW.id AND OLD.stream = NEW.stream AND OLD.seq = NEW.seq AND OLD.body = NEW.body
                 AND OLD.digest = NEW.digest AND OLD.mac = NEW.mac AND OLD.at = NEW.at AND OLD.verb = NEW.verb
                 AND OLD.audience = NEW.audience AND OLD.actor_id IS NEW.actor_id AND OLD.case_id IS NEW.case_id)
       BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER checkpoint_no_delete BEFORE DELETE ON store_checkpoint
       BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END""",
    """CREATE TRIGGER checkpoint_no_change BEFORE UPDATE ON store_checkpoint
       BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END""",
    """CREATE TRIGGER sighting_no_change BEFORE UPDATE ON store_sighting
       BEGIN SELECT RAISE(ABORT, 'the read log is append-only'); END""",
    """CREATE TRIGGER carenote_no_delete BEFORE DELETE ON store_carenote
       BEGIN SELECT RAISE(ABORT, 'care notes are append-only'); END""",
    """CREATE TRIGGER carenote_no_change BEFORE UPDATE ON store_carenote
       BEGIN SELECT RAISE(ABORT, 'care notes are append-only'); END""",
    "CREATE VIRTUAL TABLE store_casetext USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')",
)
POSTGRES = (
    """CREATE FUNCTION store_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$""",
    """CREATE TRIGGER entry_no_delete BEFORE DELETE ON store_entry
       FOR EACH ROW EXECUTE FUNCTION store_append_only()""",
    """CREATE TRIGGER entry_no_change BEFORE UPDATE ON store_entry FOR EACH ROW
       WHEN (NOT (OLD.log_index IS NULL AND NEW.log_index IS NOT NULL
             AND (OLD.id, OLD.stream, OLD.seq, OLD.body, OLD.digest, OLD.mac, OLD.at, OLD.verb, OLD.audience)
               = (NEW.id, NEW.stream, NEW.seq, NEW.body, NEW.digest, NEW.mac, NEW.at, NEW.verb, NEW.audience)
             AND OLD.actor_id IS NOT DISTINCT FROM NEW.actor_id AND OLD.case_id IS NOT DISTINCT FROM NEW.case_id))
       EXECUTE FUNCTION store_append_only()""",
    """CREATE TRIGGER checkpoint_no_change BEFORE UPDATE OR DELETE ON store_checkpoint
       FOR EACH ROW EXECUTE FUNCTION store_append_only()""",
    """CREATE TRIGGER sighting_no_change BEFORE UPDATE ON store_sighting
       FOR EACH ROW EXECUTE FUNCTION store_append_only()""",
    """CREATE TRIGGER carenote_no_change BEFORE UPDATE OR DELETE ON store_carenote
       FOR EACH ROW EXECUTE FUNCTION store_append_only()""",
    "CREATE TABLE store_casetext (case_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX store_casetext_words ON store_casetext USING gin (words) WITH (fastupdate = off)",
)


def forwards(apps: object, schema_editor: object) -> None:
    statements = POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE  # type: ignore[attr-defined]
    for statement in statements:
        schema_editor.execute(statement, params=None)  # type: ignore[attr-defined]  # a % stays a %


class Migration(migrations.Migration):
    replaces = [("store", "0002_guards_and_text")]
    dependencies = [("store", "0001_tables")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
