"""Every table, as sixteen earlier migrations had left them; a home at the end of those goes on from here.

Columns stand in the order in which those added them, so that an older home and a new one have the same tables.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import (
    CASCADE,
    PROTECT,
    BigAutoField,
    BigIntegerField,
    BinaryField,
    BooleanField,
    CharField,
    CheckConstraint,
    DateField,
    DateTimeField,
    DecimalField,
    F,
    Field,
    FloatField,
    ForeignKey,
    Index,
    ManyToManyField,
    OneToOneField,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    Q,
    TextField,
    UniqueConstraint,
    UUIDField,
)


def table(
    model: str, /, *, indexes: Any = (), constraints: Any = (), **fields: Field[Any, Any]
) -> migrations.CreateModel:
    """A table; its rows are numbered unless a field is the key."""
    if not any(field.primary_key for field in fields.values()):
        number = BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
        fields = {"id": number, **fields}
    options = {"indexes": list(indexes), "constraints": list(constraints)}
    return migrations.CreateModel(
        model, list(fields.items()), {key: rows for key, rows in options.items() if rows}
    )


def to(model: str, *, on_delete: Any = PROTECT, **more: Any) -> ForeignKey[Any, Any]:
    """A row that, unless told otherwise, may not be deleted while this one points to it."""
    return ForeignKey(f"store.{model}", on_delete, **more)


def only(model: str, **more: Any) -> OneToOneField[Any, Any]:
    """The same, with at most one row here for each there."""
    return OneToOneField(f"store.{model}", PROTECT, **more)


class Tables(Operation):
    """Many tables in one step: the models are put together once for all of them, not anew after each.

    That is what the time of a new home went into: each table took longer than the one before it.
    """

    def __init__(self, *tables: migrations.CreateModel) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.tables)} tables"


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("store", "0001_initial"),
        ("store", "0003_fewer_indexes"),
        ("store", "0004_list_indexes"),
        ("store", "0005_responsibility"),
        ("store", "0006_ladder"),
        ("store", "0007_supervision"),
        ("store", "0008_guarded_clock"),
        ("store", "0009_messages"),
        ("store", "0010_agreements"),
        ("store", "0011_mediation"),
        ("store", "0012_safety"),
        ("store", "0013_court"),
        ("store", "0014_documents"),
        ("store", "0015_online_reception"),
        ("store", "0016_data_requests"),
    ]
    dependencies = []
    operations = [
        Tables(
            table(
                "Centre",
                name=CharField(max_length=80),
                short=CharField(max_length=20, help_text="字号，如 清矛调"),
                division=CharField(max_length=6),
                phone=CharField(max_length=40, blank=True),
                second_factor=CharField(
                    max_length=12, default="admins", help_text="optional | admins | everyone"
                ),
                public_url=CharField(max_length=200, blank=True),
                demo=BooleanField(default=False),
                revision=PositiveIntegerField(
                    default=1, help_text="raised with every change of reference data"
                ),
            ),
            table(
                "Place",
                code=CharField(max_length=20, unique=True),
                name=CharField(max_length=60),
                tier=CharField(max_length=10),
                path=CharField(max_length=200, db_index=True),
                since=DateField(null=True),
                until=DateField(null=True),
                parent=to("place", related_name="below", null=True),
            ),
            table(
                "Unit",
                code=CharField(max_length=40, unique=True),
                name=CharField(max_length=80),
                kind=CharField(max_length=12),
                path=CharField(max_length=240, db_index=True),
                phone=CharField(max_length=40, blank=True),
                takes_cases=BooleanField(default=True),
                is_desk=BooleanField(default=False),
                closed_on=DateField(null=True),
                parent=to("unit", related_name="below", null=True),
                place=to("place", null=True),
                constraints=[
                    UniqueConstraint(fields=["is_desk"], condition=Q(is_desk=True), name="one_fallback_desk")
                ],
            ),
            table(
                "CalendarYear",
                year=PositiveIntegerField(unique=True),
                text=TextField(),
                source=CharField(max_length=200),
                imported_at=DateTimeField(),
            ),
            table(
                "User",
                password=CharField(max_length=128, verbose_name="password"),
                last_login=DateTimeField(null=True, blank=True, verbose_name="last login"),
                username=CharField(max_length=40, unique=True),
                name=CharField(max_length=40),
                is_active=BooleanField(default=True),
                must_change_password=BooleanField(default=False),
                epoch=PositiveIntegerField(default=0, help_text="raised to end every session of this person"),
                totp_sealed=BinaryField(null=True),
                totp_step=BigIntegerField(default=0),
                by_email=BooleanField(default=False, help_text="wants notices by e-mail too"),
                by_sms=BooleanField(default=False, help_text="wants notices by SMS too"),
                email_sealed=BinaryField(null=True),
                phone_sealed=BinaryField(null=True),
            ),
            table(
                "RuleSet",
                version=PositiveIntegerField(unique=True),
                text=TextField(),
                in_force=BooleanField(default=False),
                made_at=DateTimeField(),
                note=CharField(max_length=200, blank=True),
                made_by=to("user", null=True),
            ),
            table(
                "Post",
                role=CharField(max_length=16),
                since=DateTimeField(),
                until=DateTimeField(null=True),
                user=to("user", related_name="posts"),
                unit=to("unit", related_name="posts"),
                constraints=[
                    UniqueConstraint(
                        fields=["user", "unit", "role"], condition=Q(until__isnull=True), name="one_open_post"
                    )
                ],
            ),
            table(
                "ApiClient",
                name=CharField(max_length=60, unique=True),
                token_digest=CharField(max_length=64, unique=True),
                made_at=DateTimeField(),
                until=DateTimeField(null=True),
                user=to("user"),
            ),
            table(
                "Secret",
                wrapped=BinaryField(null=True),
                destroyed_at=DateTimeField(null=True),
            ),
            table(
                "Counter",
                name=CharField(max_length=40, primary_key=True, serialize=False),
                value=BigIntegerField(default=0),
            ),
            table(
                "Inbox",
                source=CharField(max_length=60),
                key=CharField(max_length=120),
                body_digest=BinaryField(max_length=32),
                answer=TextField(),
                at=DateTimeField(),
                constraints=[UniqueConstraint(fields=["source", "key"], name="one_answer_per_key")],
            ),
            table(
                "Throttle",
                key=CharField(max_length=100, primary_key=True, serialize=False),
                since=DateTimeField(),
                count=PositiveIntegerField(default=0),
            ),
            table(
                "Heartbeat",
                name=CharField(max_length=40, primary_key=True, serialize=False),
                at=DateTimeField(),
            ),
            table(
                "GuardedClock",
                state=CharField(max_length=8),
                why=CharField(max_length=8, blank=True),
                since=DateTimeField(null=True),
                apart=FloatField(help_text="wall minus trusted time, in seconds"),
                boot_id=CharField(max_length=36),
                boottime=FloatField(),
                anchor_wall=DateTimeField(),
                changed_at=DateTimeField(),
                confirmed_at=DateTimeField(null=True),
                reason=CharField(max_length=200, blank=True),
                confirmed_by=to("user", null=True, db_index=False),
            ),
            table(
                "Case",
                number=CharField(max_length=24, unique=True),
                serial=PositiveIntegerField(),
                year=PositiveSmallIntegerField(),
                code_sealed=BinaryField(),
                code_blind=BinaryField(max_length=16, unique=True),
                version=PositiveIntegerField(default=0),
                head=BinaryField(max_length=32, default=b""),
                state=CharField(max_length=12),
                outcome=CharField(max_length=16, blank=True),
                returns=PositiveSmallIntegerField(default=0),
                ruled=BooleanField(default=False),
                registered_at=DateTimeField(),
                channel=CharField(max_length=12),
                source=CharField(max_length=40, blank=True),
                external_number=CharField(max_length=80, blank=True),
                title=CharField(max_length=200),
                story=TextField(blank=True),
                wanted=TextField(blank=True),
                kind=CharField(max_length=8),
                address=CharField(max_length=200, blank=True),
                happened_on=DateField(null=True),
                amount=DecimalField(max_digits=14, decimal_places=2, null=True),
                amount_agreed=DecimalField(max_digits=14, decimal_places=2, null=True),
                summary=TextField(blank=True),
                people=PositiveIntegerField(default=1),
                weight=CharField(max_length=8),
                confidentiality=CharField(max_length=8),
                risk=CharField(max_length=8, blank=True),
                risk_reason=TextField(blank=True),
                risk_until=DateTimeField(null=True),
                flags=CharField(max_length=200, blank=True, help_text="codes of Flag between commas: ,a,b,"),
                next_due=DateTimeField(null=True, help_text="earliest due moment among running clocks"),
                ended_at=DateTimeField(null=True),
                handler=to("user", related_name="handled", null=True, db_index=False),
                recorded_by=to("user", related_name="recorded", null=True, db_index=False),
                registered_by=to("user", related_name="registered", db_index=False),
                place=to("place", null=True, db_index=False),
                secret=to("secret", db_index=False),
                holder=to("unit", related_name="held", db_index=False),
                origin=to("unit", related_name="registered", db_index=False),
                merged_into=to("case", related_name="merged_here", null=True, db_index=False),
                indexes=[
                    Index(fields=["state", "next_due"], name="case_by_clock"),
                    Index(fields=["holder", "state", "next_due"], name="case_by_holder"),
                    Index(fields=["place", "-id"], name="case_by_place"),
                    Index(fields=["kind", "-id"], name="case_by_kind"),
                    Index(fields=["origin", "-id"], name="case_by_origin"),
                    Index(fields=["registered_by", "-id"], name="case_by_clerk"),
                    Index(fields=["state", "-id"], name="case_by_state"),
                    Index(
                        fields=["handler", "state", "next_due"],
                        condition=Q(handler__isnull=False),
                        name="case_by_handler",
                    ),
                    Index(
                        fields=["merged_into"], condition=Q(merged_into__isnull=False), name="case_by_merged"
                    ),
                    Index(fields=["-id"], condition=Q(flags__gt=""), name="case_flagged"),
                ],
                constraints=[
                    UniqueConstraint(
                        fields=["source", "external_number"],
                        condition=~Q(external_number=""),
                        name="one_case_per_outside_number",
                    )
                ],
            ),
            table(
                "BreakGlass",
                reason=TextField(),
                at=DateTimeField(),
                until=DateTimeField(),
                user=to("user"),
                case=to("case"),
            ),
            table(
                "Outbox",
                event=UUIDField(unique=True, default=uuid4),
                seq=PositiveIntegerField(),
                topic=CharField(max_length=40),
                body=TextField(),
                attempts=PositiveSmallIntegerField(default=0),
                next_at=DateTimeField(),
                done_at=DateTimeField(null=True),
                problem=TextField(blank=True),
                case=to("case", null=True, db_index=False),
                indexes=[Index(fields=["next_at"], condition=Q(done_at__isnull=True), name="outbox_waiting")],
            ),
            table(
                "Notice",
                event=CharField(max_length=60),
                text=CharField(max_length=300),
                at=DateTimeField(),
                read_at=DateTimeField(null=True),
                case=to("case", null=True),
                user=to("user", on_delete=CASCADE, related_name="notices"),
                indexes=[Index(fields=["user", "read_at", "-id"], name="notice_by_user")],
                constraints=[UniqueConstraint(fields=["user", "event"], name="one_notice_per_event")],
            ),
            table(
                "Party",
                side=CharField(max_length=16),
                kind=CharField(max_length=16),
                position=PositiveSmallIntegerField(default=0),
                name=CharField(max_length=120, blank=True),
                paper=CharField(max_length=16),
                id_sealed=BinaryField(default=b""),
                id_blind=BinaryField(max_length=16, db_index=True, null=True),
                phone_sealed=BinaryField(default=b""),
                phone_blind=BinaryField(max_length=16, db_index=True, null=True),
                tail_blind=BinaryField(max_length=16, db_index=True, null=True),
                id_tail_blind=BinaryField(max_length=16, db_index=True, null=True),
                address_sealed=BinaryField(default=b""),
                erased_at=DateTimeField(null=True),
                case=to("case", related_name="parties"),
                secret=to("secret", db_index=False),
                indexes=[Index(fields=["name"], name="party_by_name")],
            ),
            table(
                "Assignment",
                lead=BooleanField(default=True),
                how=CharField(max_length=16),
                since=DateTimeField(),
                signed_at=DateTimeField(null=True),
                until=DateTimeField(null=True),
                person=to("user", null=True, db_index=False),
                case=to("case", related_name="assignments"),
                unit=to("unit", db_index=False),
                indexes=[
                    Index(
                        fields=["unit"], condition=Q(lead=False, until__isnull=True), name="open_co_by_unit"
                    )
                ],
                constraints=[
                    UniqueConstraint(
                        fields=["case"], condition=Q(lead=True, until__isnull=True), name="one_open_lead"
                    ),
                    UniqueConstraint(
                        fields=["case", "unit"],
                        condition=Q(lead=False, until__isnull=True),
                        name="one_open_co_per_unit",
                    ),
                ],
            ),
            table(
                "Proceeding",
                track=CharField(max_length=24),
                state=CharField(max_length=12),
                outcome=CharField(max_length=16, blank=True),
                note=TextField(blank=True),
                started_at=DateTimeField(),
                finished_at=DateTimeField(null=True),
                case=to("case", related_name="proceedings"),
                person=to("user"),
                unit=to("unit"),
            ),
            table(
                "Tie",
                kind=CharField(max_length=8),
                reason=TextField(blank=True),
                since=DateTimeField(),
                until=DateTimeField(null=True),
                case=to("case", related_name="ties"),
                other=to("case", related_name="tied_from"),
            ),
            table(
                "Attachment",
                digest=CharField(max_length=64, db_index=True),
                name=CharField(max_length=160),
                size=PositiveIntegerField(),
                media_type=CharField(max_length=80),
                audience=CharField(max_length=10),
                added_at=DateTimeField(),
                added_by=to("user"),
                case=to("case", related_name="attachments"),
                document=CharField(max_length=30, blank=True, help_text="which document of the file it is"),
            ),
            table(
                "Entry",
                stream=CharField(max_length=32),
                seq=PositiveIntegerField(),
                at=DateTimeField(),
                verb=CharField(max_length=24),
                audience=CharField(max_length=10),
                body=TextField(),
                digest=BinaryField(max_length=32),
                mac=BinaryField(max_length=32),
                log_index=BigIntegerField(unique=True, null=True),
                actor=to("user", null=True, db_index=False),
                case=to("case", related_name="entries", null=True, db_index=False),
                indexes=[
                    Index(fields=["id"], condition=Q(log_index__isnull=True), name="entry_not_in_log"),
                    Index(fields=["case", "seq"], name="entry_by_case"),
                ],
                constraints=[
                    UniqueConstraint(fields=["stream", "seq"], name="one_entry_per_place_in_stream")
                ],
            ),
            table(
                "Stream",
                name=CharField(max_length=32, primary_key=True, serialize=False),
                version=PositiveIntegerField(default=0),
                head=BinaryField(max_length=32, default=b""),
            ),
            table(
                "LogState",
                size=BigIntegerField(default=0),
                ranges=BinaryField(default=b""),
                sealed_size=BigIntegerField(default=0),
                sealed_at=DateTimeField(null=True),
            ),
            table(
                "Checkpoint",
                size=BigIntegerField(),
                root=BinaryField(max_length=32),
                at=DateTimeField(),
                text=TextField(),
            ),
            table(
                "Sighting",
                what=CharField(max_length=16),
                reason=CharField(max_length=200, blank=True),
                at=DateTimeField(),
                case=to("case", related_name="sightings"),
                user=to("user"),
                unit=to("unit", null=True),
                indexes=[Index(fields=["case", "-at"], name="sighting_by_case")],
            ),
            table(
                "Clock",
                rule=CharField(max_length=24),
                rule_version=PositiveSmallIntegerField(default=1),
                calendar=CharField(max_length=40),
                started_at=DateTimeField(),
                due=DateTimeField(null=True),
                provisional=BooleanField(default=False),
                explanation=TextField(),
                stopped_at=DateTimeField(null=True),
                ended=CharField(max_length=8, blank=True),
                case=to("case", related_name="clocks"),
                extended_at=DateTimeField(null=True),
                extended_by=to("user", related_name="extended", null=True, db_index=False),
                extension=PositiveSmallIntegerField(default=0),
                proceeding=to("proceeding", related_name="clocks", null=True, db_index=False),
                next_rung_at=DateTimeField(
                    null=True, help_text="when the next rung of the ladder is reached"
                ),
                indexes=[
                    Index(fields=["due"], condition=Q(stopped_at__isnull=True), name="running_clock_by_due"),
                    Index(
                        fields=["rule", "stopped_at"],
                        condition=Q(stopped_at__isnull=False),
                        name="stopped_clock_by_rule",
                    ),
                    Index(
                        fields=["next_rung_at"],
                        condition=Q(next_rung_at__isnull=False, stopped_at__isnull=True),
                        name="running_clock_by_rung",
                    ),
                ],
                constraints=[
                    UniqueConstraint(
                        fields=["case", "rule"],
                        condition=Q(stopped_at__isnull=True),
                        name="one_running_clock_per_rule",
                    )
                ],
            ),
            table(
                "ClockPause",
                since=DateTimeField(),
                until=DateTimeField(null=True),
                reason=CharField(max_length=16),
                clock=to("clock", related_name="pauses"),
                constraints=[
                    UniqueConstraint(
                        fields=["clock"], condition=Q(until__isnull=True), name="one_open_pause_per_clock"
                    )
                ],
            ),
            table(
                "ClockRung",
                rung=CharField(max_length=8),
                at=DateTimeField(),
                clock=to("clock", related_name="rungs"),
                due=DateTimeField(null=True),
                constraints=[UniqueConstraint(fields=["clock", "rung"], name="one_telling_per_rung")],
            ),
            table(
                "Draft",
                key=CharField(max_length=40, unique=True),
                sealed=BinaryField(),
                heading=CharField(max_length=60, blank=True),
                touched_at=DateTimeField(),
                user=to("user", on_delete=CASCADE, related_name="drafts"),
                path=CharField(max_length=80, blank=True),
            ),
            table(
                "ImportBatch",
                source=CharField(max_length=40),
                mapping=CharField(max_length=40),
                name=CharField(max_length=160),
                digest=CharField(max_length=64),
                path=CharField(max_length=300),
                at=DateTimeField(),
                state=CharField(max_length=10, default="waiting"),
                problem=TextField(blank=True),
                total=PositiveIntegerField(null=True),
                cursor=PositiveIntegerField(default=0),
                made=PositiveIntegerField(default=0),
                known=PositiveIntegerField(default=0),
                refused=PositiveIntegerField(default=0),
                finished_at=DateTimeField(null=True),
                by=to("user"),
            ),
            table(
                "ImportProblem",
                row=PositiveIntegerField(),
                remark=TextField(),
                sealed=BinaryField(),
                batch=to("importbatch", on_delete=CASCADE, related_name="problems"),
                constraints=[UniqueConstraint(fields=["batch", "row"], name="one_remark_per_row")],
            ),
            table(
                "PartyCode",
                blind=BinaryField(max_length=16),
                via=CharField(max_length=8),
                made_at=DateTimeField(),
                until=DateTimeField(),
                tries=PositiveSmallIntegerField(default=0),
                used_at=DateTimeField(null=True),
                made_by=to("user", related_name="+", db_index=False),
                party=to("party", related_name="codes"),
            ),
            table(
                "PartyMessage",
                event=CharField(max_length=60),
                sealed=BinaryField(),
                state=CharField(max_length=12, default="waiting"),
                urgent=BooleanField(default=False, help_text="leaves in quiet hours too"),
                attempts=PositiveSmallIntegerField(default=0),
                made_at=DateTimeField(),
                next_at=DateTimeField(),
                claimed_at=DateTimeField(null=True),
                receipt=CharField(max_length=120, blank=True),
                party=to("party", related_name="messages"),
                indexes=[
                    Index(fields=["next_at"], condition=Q(state="waiting"), name="party_message_waiting"),
                    Index(fields=["claimed_at"], condition=Q(state="sending"), name="party_message_open"),
                ],
                constraints=[UniqueConstraint(fields=["party", "event"], name="one_party_message_per_event")],
            ),
            table(
                "DataRequest",
                about=CharField(max_length=8),
                said_sealed=BinaryField(default=b""),
                made_at=DateTimeField(),
                result=CharField(max_length=8, blank=True),
                answer=TextField(blank=True),
                answered_at=DateTimeField(null=True),
                by=to("user", related_name="+", null=True, db_index=False),
                party=to("party", related_name="data_requests"),
                constraints=[
                    UniqueConstraint(
                        fields=["party"], condition=Q(answered_at__isnull=True), name="one_open_data_request"
                    )
                ],
            ),
            table(
                "Delivery",
                medium=CharField(max_length=8),
                state=CharField(max_length=12, default="waiting"),
                urgent=BooleanField(default=False, help_text="leaves in quiet hours too"),
                attempts=PositiveSmallIntegerField(default=0),
                made_at=DateTimeField(),
                next_at=DateTimeField(),
                claim=UUIDField(
                    null=True, help_text="who is handing it over, and with which others in one message"
                ),
                claimed_at=DateTimeField(null=True),
                receipt=CharField(max_length=120, blank=True),
                notice=to("notice", on_delete=CASCADE, related_name="deliveries"),
                user=to("user", on_delete=CASCADE, related_name="deliveries"),
                indexes=[
                    Index(
                        fields=["medium", "next_at"], condition=Q(state="waiting"), name="delivery_waiting"
                    ),
                    Index(
                        fields=["user", "medium"], condition=Q(state="waiting"), name="delivery_waiting_of"
                    ),
                    Index(
                        fields=["claimed_at"],
                        condition=Q(state__in=["sending", "uncertain"]),
                        name="delivery_open",
                    ),
                ],
                constraints=[
                    UniqueConstraint(fields=["notice", "medium"], name="one_delivery_per_notice_medium")
                ],
            ),
            table(
                "Appeal",
                about=CharField(max_length=12),
                said=TextField(),
                via=CharField(max_length=8),
                state=CharField(max_length=10),
                made_at=DateTimeField(),
                assigned_at=DateTimeField(null=True),
                result=CharField(max_length=10, blank=True),
                answer=TextField(blank=True),
                answered_at=DateTimeField(null=True),
                case=to("case", related_name="appeals"),
                reviewer=to("user", related_name="appeals", null=True),
                indexes=[
                    Index(
                        fields=["made_at"], condition=Q(answered_at__isnull=True), name="open_appeal_by_age"
                    )
                ],
                constraints=[
                    UniqueConstraint(
                        fields=["case"],
                        condition=Q(answered_at__isnull=True),
                        name="one_open_appeal_per_case",
                    )
                ],
            ),
            table(
                "JointGroup",
                reason=TextField(),
                since=DateTimeField(),
                until=DateTimeField(null=True),
                result=TextField(blank=True),
                case=to("case", related_name="groups"),
                lead=to("unit", related_name="led_groups"),
                members=ManyToManyField("store.unit", related_name="joint_groups"),
                constraints=[
                    UniqueConstraint(
                        fields=["case"], condition=Q(until__isnull=True), name="one_open_group_per_case"
                    )
                ],
            ),
            table(
                "JointMeeting",
                held_on=DateField(),
                present=CharField(max_length=200),
                minutes=TextField(),
                decision=TextField(),
                at=DateTimeField(),
                by=to("user"),
                group=to("jointgroup", related_name="meetings"),
            ),
            table(
                "Supervision",
                level=CharField(max_length=8),
                state=CharField(max_length=10),
                rule=CharField(max_length=20, blank=True),
                made_at=DateTimeField(),
                ended_at=DateTimeField(null=True),
                case=to("case", related_name="supervisions"),
                leader=to("user", related_name="cases_in_charge", null=True),
                indexes=[
                    Index(
                        fields=["state", "made_at"],
                        condition=Q(ended_at__isnull=True),
                        name="open_supervision",
                    )
                ],
                constraints=[
                    UniqueConstraint(
                        fields=["case"],
                        condition=Q(state__in=("standing", "answered")),
                        name="one_open_supervision_per_case",
                    ),
                    UniqueConstraint(
                        fields=["case"], condition=Q(state="proposed"), name="one_proposal_per_case"
                    ),
                ],
            ),
            table(
                "Correction",
                kind=CharField(max_length=12),
                level=CharField(max_length=8),
                made_at=DateTimeField(),
                replied_at=DateTimeField(null=True),
                result=CharField(max_length=10, blank=True),
                ended_at=DateTimeField(null=True),
                case=to("case", related_name="corrections"),
                unit=to("unit", related_name="corrections"),
                indexes=[
                    Index(
                        fields=["made_at"], condition=Q(ended_at__isnull=True), name="open_correction_by_age"
                    )
                ],
                constraints=[
                    UniqueConstraint(
                        fields=["case"],
                        condition=Q(ended_at__isnull=True),
                        name="one_open_correction_per_case",
                    )
                ],
            ),
            table(
                "SupervisionStep",
                verb=CharField(max_length=24),
                text=TextField(),
                at=DateTimeField(),
                by=to("user", related_name="+"),
                supervision=to("supervision", related_name="steps"),
            ),
            table(
                "CorrectionStep",
                verb=CharField(max_length=24),
                text=TextField(),
                at=DateTimeField(),
                by=to("user", related_name="+"),
                correction=to("correction", related_name="steps"),
            ),
            table(
                "ReturnVisit",
                side=CharField(max_length=16),
                content=CharField(max_length=12),
                said=TextField(),
                at=DateTimeField(),
                by=to("user", related_name="+"),
                case=to("case", related_name="visits"),
                source=CharField(max_length=8, default="centre"),
            ),
            table(
                "Checklist",
                title=CharField(max_length=80),
                every_days=PositiveSmallIntegerField(),
                next_on=DateField(),
                made_at=DateTimeField(),
                closed_at=DateTimeField(null=True),
                by=to("user", related_name="+"),
                unit=to("unit", related_name="checklists"),
            ),
            table(
                "ChecklistItem",
                task=CharField(max_length=200),
                since=DateTimeField(),
                done_at=DateTimeField(null=True),
                result=CharField(max_length=200, blank=True),
                case=to("case", related_name="listed"),
                checklist=to("checklist", related_name="items"),
                constraints=[
                    UniqueConstraint(
                        fields=["checklist", "case"],
                        condition=Q(done_at__isnull=True),
                        name="once_on_a_checklist",
                    )
                ],
            ),
            table(
                "ChecklistRound",
                on=DateField(),
                report=CharField(max_length=200),
                at=DateTimeField(),
                by=to("user", related_name="+"),
                item=to("checklistitem", related_name="rounds"),
            ),
            table(
                "Reception",
                room=CharField(max_length=60),
                begins_at=DateTimeField(),
                ends_at=DateTimeField(),
                seats=PositiveSmallIntegerField(),
                topic=CharField(max_length=80, blank=True),
                made_at=DateTimeField(),
                cancelled_at=DateTimeField(null=True),
                by=to("user", related_name="+"),
                leader=to("user", related_name="receptions"),
                unit=to("unit", related_name="receptions"),
                link=CharField(max_length=200, blank=True),
                indexes=[Index(fields=["begins_at"], name="reception_by_day")],
            ),
            table(
                "Booking",
                state=CharField(max_length=10, blank=True),
                wish=TextField(),
                talk=TextField(blank=True),
                made_at=DateTimeField(),
                received_at=DateTimeField(null=True),
                by=to("user", related_name="+"),
                case=to("case", related_name="bookings"),
                reception=to("reception", related_name="bookings"),
                party=to("party", related_name="bookings", null=True),
                constraints=[
                    UniqueConstraint(
                        fields=["reception", "case"], condition=~Q(state="cancelled"), name="one_seat_a_case"
                    )
                ],
            ),
            table(
                "Promise",
                text=TextField(),
                due_on=DateField(),
                state=CharField(max_length=8, blank=True),
                settled_at=DateTimeField(null=True),
                finding=TextField(blank=True),
                booking=to("booking", related_name="promises"),
                case=to("case", related_name="promises"),
                settled_by=to("user", related_name="+", null=True),
            ),
            table(
                "Mediator",
                name=CharField(max_length=40),
                kind=CharField(max_length=16),
                title=CharField(max_length=8, blank=True),
                studio=CharField(max_length=40, blank=True, help_text="个人调解工作室"),
                specialities=CharField(
                    max_length=200, blank=True, help_text="codes of kinds or groups between commas: ,0402,07,"
                ),
                woman=BooleanField(default=False),
                since=DateField(),
                until=DateField(null=True),
                unit=to("unit", related_name="mediators"),
                user=only("user", related_name="mediator", null=True),
            ),
            table(
                "Training",
                on=DateField(),
                hours=PositiveSmallIntegerField(),
                topic=CharField(max_length=80),
                mediator=to("mediator", related_name="trainings"),
            ),
            table(
                "CommitteeSeat",
                position=CharField(max_length=8),
                since=DateField(),
                until=DateField(null=True),
                unit=to("unit", related_name="seats"),
                mediator=to("mediator", related_name="seats"),
                constraints=[
                    UniqueConstraint(
                        fields=["unit", "mediator"],
                        condition=Q(until__isnull=True),
                        name="one_seat_a_committee",
                    )
                ],
            ),
            table(
                "Bar",
                reason=TextField(),
                at=DateTimeField(),
                by=to("user", related_name="+"),
                case=to("case", related_name="bars"),
                user=to("user", related_name="+", null=True),
                mediator=to("mediator", related_name="bars", null=True),
                constraints=[
                    UniqueConstraint(fields=["case", "mediator"], name="one_bar_a_mediator"),
                    UniqueConstraint(fields=["case", "user"], name="one_bar_a_person"),
                    CheckConstraint(
                        condition=Q(mediator__isnull=False) | Q(user__isnull=False), name="somebody_is_barred"
                    ),
                ],
            ),
            table(
                "Disclosure",
                text=TextField(),
                at=DateTimeField(),
                by=to("user", related_name="+"),
                case=to("case", related_name="disclosures"),
            ),
            table(
                "ExpertQuestion",
                question=TextField(),
                asked_at=DateTimeField(),
                state=CharField(max_length=8, blank=True),
                answer=TextField(blank=True),
                answered_at=DateTimeField(null=True),
                by=to("user", related_name="+"),
                case=to("case", related_name="expert_questions"),
                expert=to("mediator", related_name="questions"),
            ),
            table(
                "WindowRating",
                source=CharField(max_length=10),
                score=PositiveSmallIntegerField(),
                said=CharField(max_length=200, blank=True),
                on=DateField(),
                at=DateTimeField(),
                by=to("user", related_name="+"),
                unit=to("unit", related_name="ratings"),
                indexes=[Index(fields=["unit", "source", "on"], name="rating_by_unit")],
                constraints=[
                    CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rated_one_to_five")
                ],
            ),
            table(
                "Room",
                name=CharField(max_length=40),
                seats=PositiveSmallIntegerField(),
                closed_on=DateField(null=True),
                unit=to("unit", related_name="rooms"),
                constraints=[UniqueConstraint(fields=["unit", "name"], name="one_room_of_a_name")],
            ),
            table(
                "MediationSession",
                place=CharField(max_length=80, blank=True),
                link=CharField(max_length=200, blank=True),
                mode=CharField(max_length=10),
                openness=CharField(max_length=6),
                begins_at=DateTimeField(),
                ends_at=DateTimeField(),
                state=CharField(max_length=9, blank=True),
                made_at=DateTimeField(),
                ended_at=DateTimeField(null=True),
                participants=TextField(blank=True),
                notices=TextField(blank=True),
                statements=TextField(blank=True),
                facts=TextField(blank=True),
                undisputed=TextField(blank=True),
                said_result=TextField(blank=True),
                result=CharField(max_length=8, blank=True),
                concessions_sealed=BinaryField(default=b""),
                by=to("user", related_name="+"),
                case=to("case", related_name="sessions"),
                proceeding=to("proceeding", related_name="sessions", null=True),
                recorder=to("user", related_name="+", null=True),
                mediator=to("mediator", related_name="sessions"),
                room=to("room", related_name="sessions", null=True),
                indexes=[Index(fields=["begins_at"], name="session_by_day")],
                constraints=[
                    CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="session_has_length")
                ],
            ),
            table(
                "Slot",
                what=CharField(max_length=8),
                which=BigIntegerField(),
                at=DateTimeField(),
                session=to("mediationsession", on_delete=CASCADE, related_name="slots"),
                constraints=[UniqueConstraint(fields=["what", "which", "at"], name="booked_once")],
            ),
            table(
                "Invitation",
                state=CharField(max_length=10, blank=True),
                via=CharField(max_length=10, blank=True),
                wish=TextField(blank=True),
                at=DateTimeField(),
                party=to("party", related_name="invitations"),
                session=to("mediationsession", related_name="invitations"),
                constraints=[UniqueConstraint(fields=["session", "party"], name="invited_once")],
            ),
            table(
                "PartyConsent",
                about=CharField(max_length=10),
                consent=CharField(max_length=3),
                via=CharField(max_length=10),
                said=TextField(blank=True),
                at=DateTimeField(),
                by=to("user", related_name="+"),
                case=to("case", related_name="consents"),
                mediator=to("mediator", related_name="choices", null=True),
                party=to("party", related_name="consents"),
                session=to("mediationsession", related_name="consents", null=True),
            ),
            table(
                "Agreement",
                form=CharField(max_length=8),
                state=CharField(max_length=10, blank=True),
                facts=TextField(help_text="main facts and what is in dispute"),
                extra=TextField(blank=True, help_text="other terms"),
                wet_only=BooleanField(
                    default=False, help_text="电子签名法 3: marriage, adoption, inheritance"
                ),
                digest=CharField(max_length=64, blank=True),
                made_at=DateTimeField(),
                offered_at=DateTimeField(null=True),
                effective_at=DateTimeField(null=True),
                ended_at=DateTimeField(null=True),
                case=to("case", related_name="agreements"),
                mediator=to("user", related_name="+", db_index=False),
                constraints=[
                    UniqueConstraint(
                        fields=["case"], condition=Q(ended_at__isnull=True), name="one_standing_agreement"
                    )
                ],
            ),
            table(
                "Term",
                position=PositiveSmallIntegerField(),
                kind=CharField(max_length=10),
                text=CharField(max_length=500),
                amount=DecimalField(max_digits=14, decimal_places=2, null=True),
                due_on=DateField(),
                how=CharField(max_length=200),
                state=CharField(max_length=10, blank=True),
                reported_at=DateTimeField(null=True),
                settled_at=DateTimeField(null=True),
                fell_due_at=DateTimeField(null=True, help_text="when its day was seen to have come"),
                agreement=to("agreement", related_name="terms"),
                giver=to("party", related_name="+"),
                proof=to("attachment", related_name="+", null=True),
                taker=to("party", related_name="+"),
                indexes=[
                    Index(fields=["due_on"], condition=Q(state__in=("", "reported")), name="open_term_by_due")
                ],
                constraints=[UniqueConstraint(fields=["agreement", "position"], name="one_term_a_place")],
            ),
            table(
                "Signature",
                role=CharField(max_length=10),
                level=CharField(max_length=8),
                digest=CharField(max_length=64),
                at=DateTimeField(),
                session=BinaryField(max_length=16, null=True),
                strokes=BinaryField(default=b""),
                agreement=to("agreement", related_name="signatures"),
                code=to("partycode", related_name="+", null=True),
                party=to("party", related_name="signatures", null=True),
                scan=to("attachment", related_name="+", null=True),
                user=to("user", related_name="+", null=True),
                constraints=[
                    UniqueConstraint(
                        fields=["agreement", "party"],
                        condition=Q(party__isnull=False),
                        name="one_signature_a_party",
                    ),
                    UniqueConstraint(
                        fields=["agreement", "role"],
                        condition=Q(party__isnull=True),
                        name="one_signature_a_role",
                    ),
                ],
            ),
            table(
                "Confirmation",
                about=CharField(max_length=12),
                answer=CharField(max_length=4),
                said=TextField(blank=True),
                channel=CharField(max_length=8),
                session=BinaryField(max_length=16, null=True),
                at=DateTimeField(),
                agreement=to("agreement", related_name="confirmations", null=True),
                by=to("user", related_name="+", null=True, db_index=False),
                case=to("case", related_name="confirmations"),
                party=to("party", related_name="confirmations"),
                code=to("partycode", related_name="+", null=True),
                term=to("term", related_name="confirmations", null=True),
            ),
            table(
                "Rating",
                side=CharField(max_length=16),
                centre_score=PositiveSmallIntegerField(),
                body_score=PositiveSmallIntegerField(),
                said_sealed=BinaryField(default=b""),
                channel=CharField(max_length=8),
                at=DateTimeField(),
                by=to("user", related_name="+", null=True, db_index=False),
                case=to("case", related_name="ratings"),
                party=to("party", related_name="ratings"),
                constraints=[UniqueConstraint(fields=["case", "party"], name="one_rating_a_party")],
            ),
            table(
                "Screening",
                side=CharField(max_length=16),
                violence=CharField(max_length=8),
                minors=CharField(max_length=8),
                self_harm=CharField(max_length=8),
                coercion=CharField(max_length=8),
                capacity=CharField(max_length=8),
                seen_sealed=BinaryField(default=b""),
                at=DateTimeField(),
                by=to("user", related_name="+", db_index=False),
                case=to("case", related_name="screenings"),
            ),
            table(
                "Duty",
                kind=CharField(max_length=16),
                made_at=DateTimeField(),
                done_at=DateTimeField(null=True),
                ended=CharField(max_length=8, blank=True),
                how=TextField(blank=True),
                by=to("user", related_name="+", null=True, db_index=False),
                case=to("case", related_name="duties"),
                constraints=[
                    UniqueConstraint(
                        fields=["case", "kind"],
                        condition=Q(done_at__isnull=True),
                        name="one_open_duty_of_a_kind",
                    )
                ],
            ),
            table(
                "CareNote",
                sealed=BinaryField(),
                made_at=DateTimeField(),
                by=to("user", related_name="+", db_index=False),
                case=to("case", related_name="care_notes"),
                party=to("party", related_name="care_notes", db_index=False),
            ),
            table(
                "SafeContact",
                sealed=BinaryField(),
                made_at=DateTimeField(),
                by=to("user", related_name="+", db_index=False),
                party=to("party", related_name="safe_contacts"),
            ),
            table(
                "Referral",
                court=CharField(max_length=200),
                kind=CharField(max_length=10),
                procedure=CharField(max_length=8, blank=True),
                received_on=DateField(),
                materials=TextField(),
                signed_at=DateTimeField(),
                result=CharField(max_length=12, blank=True),
                facts=TextField(blank=True),
                returned_at=DateTimeField(null=True),
                case=to("case", related_name="referrals"),
                returned_by=to("user", related_name="+", null=True, db_index=False),
                signed_by=to("user", related_name="+", db_index=False),
                constraints=[
                    UniqueConstraint(
                        fields=["case"], condition=Q(returned_at__isnull=True), name="one_open_referral"
                    )
                ],
            ),
            table(
                "ReferralChoice",
                side=CharField(max_length=16),
                choice=CharField(max_length=8),
                how=TextField(),
                at=DateTimeField(),
                by=to("user", related_name="+", db_index=False),
                referral=to("referral", related_name="choices_made"),
            ),
            table(
                "CourtConfirmation",
                made_at=DateTimeField(),
                court=CharField(max_length=200, blank=True),
                filed_on=DateField(null=True),
                accepted_on=DateField(null=True),
                decided_on=DateField(null=True),
                result=CharField(max_length=12, blank=True),
                agreement=to("agreement", related_name="court_confirmations"),
                case=to("case", related_name="court_confirmations"),
                constraints=[
                    UniqueConstraint(
                        fields=["case"],
                        condition=Q(decided_on__isnull=True),
                        name="one_open_court_confirmation",
                    )
                ],
            ),
            table(
                "ConfirmationConsent",
                how=TextField(),
                at=DateTimeField(),
                by=to("user", related_name="+", db_index=False),
                party=to("party", related_name="+", db_index=False),
                confirmation=to("courtconfirmation", related_name="consents"),
                constraints=[UniqueConstraint(fields=["confirmation", "party"], name="one_consent_a_party")],
            ),
            table(
                "WordTemplate",
                code=CharField(max_length=30),
                version=PositiveSmallIntegerField(),
                digest=CharField(max_length=64),
                state=CharField(max_length=10),
                note=CharField(max_length=200, blank=True),
                at=DateTimeField(),
                by=to("user", related_name="+"),
                constraints=[
                    UniqueConstraint(fields=["code", "version"], name="one_template_a_version"),
                    UniqueConstraint(
                        fields=["code"], condition=Q(state="published"), name="one_published_template"
                    ),
                ],
            ),
            table(
                "Seal",
                name=CharField(max_length=60),
                since=DateTimeField(),
                until=DateTimeField(null=True),
                by=to("user", related_name="+"),
                unit=to("unit", related_name="seals"),
                constraints=[
                    UniqueConstraint(fields=["unit"], condition=Q(until__isnull=True), name="one_seal_a_unit")
                ],
            ),
            table(
                "IssuedPaper",
                code=CharField(max_length=30),
                title=CharField(max_length=60),
                number=CharField(max_length=60, blank=True),
                template=PositiveSmallIntegerField(default=0),
                verify_blind=BinaryField(max_length=16, unique=True),
                told=TextField(),
                at=DateTimeField(),
                revoked_at=DateTimeField(null=True),
                revoked_reason=CharField(max_length=200, blank=True),
                by=to("user", related_name="+"),
                case=to("case", related_name="papers"),
                file=only("attachment", related_name="paper"),
            ),
            table(
                "SealUse",
                at=DateTimeField(),
                by=to("user", related_name="+"),
                paper=only("issuedpaper", related_name="seal_use"),
                seal=to("seal", related_name="uses"),
            ),
            table(
                "Volume",
                number=CharField(max_length=60),
                retention=CharField(max_length=10),
                kept_until=DateField(null=True),
                pages=PositiveIntegerField(),
                note=CharField(max_length=200, blank=True),
                made_at=DateTimeField(),
                box=CharField(max_length=40, blank=True),
                shelf=CharField(max_length=40, blank=True),
                placed_at=DateTimeField(null=True),
                destroyed_at=DateTimeField(null=True),
                by=to("user", related_name="+"),
                case=only("case", related_name="volume"),
                file=to("attachment", related_name="+"),
                indexes=[
                    Index(fields=["kept_until"], condition=Q(destroyed_at__isnull=True), name="volume_by_end")
                ],
            ),
            table(
                "Loan",
                borrower=CharField(max_length=60),
                purpose=CharField(max_length=200),
                due_on=DateField(),
                out_at=DateTimeField(),
                back_at=DateTimeField(null=True),
                by=to("user", related_name="+"),
                volume=to("volume", related_name="loans"),
                constraints=[
                    UniqueConstraint(
                        fields=["volume"], condition=Q(back_at__isnull=True), name="one_open_loan_a_volume"
                    )
                ],
            ),
            table(
                "Hold",
                reason=CharField(max_length=200),
                since=DateTimeField(),
                until=DateTimeField(null=True),
                by=to("user", related_name="+"),
                case=to("case", related_name="holds"),
                constraints=[
                    UniqueConstraint(
                        fields=["case"], condition=Q(until__isnull=True), name="one_open_hold_a_case"
                    )
                ],
            ),
            table(
                "DestructionList",
                title=CharField(max_length=80),
                state=CharField(max_length=10, blank=True),
                made_at=DateTimeField(),
                settled_at=DateTimeField(null=True),
                reason=CharField(max_length=200, blank=True),
                done_at=DateTimeField(null=True),
                by=to("user", related_name="+"),
                settled_by=to("user", related_name="+", null=True),
            ),
            table(
                "DestructionItem",
                list=to("destructionlist", related_name="items"),
                volume=to("volume", related_name="listed"),
                constraints=[UniqueConstraint(fields=["list", "volume"], name="once_on_a_destruction_list")],
            ),
            table(
                "AuditDraw",
                month=DateField(unique=True, help_text="its first day"),
                seed=CharField(max_length=64),
                base=PositiveIntegerField(),
                drawn=PositiveIntegerField(),
                at=DateTimeField(),
                published_at=DateTimeField(null=True),
            ),
            table(
                "AuditItem",
                why=CharField(max_length=8),
                oddities=CharField(max_length=200, blank=True),
                finding=CharField(max_length=10, blank=True),
                note=TextField(blank=True),
                at=DateTimeField(null=True),
                by=to("user", related_name="+", null=True),
                case=to("case", related_name="audits"),
                draw=to("auditdraw", related_name="items"),
                constraints=[UniqueConstraint(fields=["draw", "case"], name="one_audit_a_month_and_case")],
            ),
            table(
                "Tariff",
                version=PositiveSmallIntegerField(unique=True),
                lines=TextField(),
                since=DateField(),
                note=CharField(max_length=200, blank=True),
                at=DateTimeField(),
                by=to("user", related_name="+"),
            ),
            table(
                "Allowance",
                month=DateField(help_text="its first day"),
                amount=DecimalField(max_digits=10, decimal_places=2),
                lines=TextField(),
                state=CharField(max_length=10, blank=True),
                reason=CharField(max_length=200, blank=True),
                made_at=DateTimeField(),
                at=DateTimeField(null=True),
                by=to("user", related_name="+", null=True),
                case=only("case", related_name="allowance"),
                person=to("user", related_name="allowances"),
                tariff=to("tariff", related_name="+"),
            ),
        )
    ]
