"""The kit's template tags: icons, fields, clocks, moments, money. They draw; they decide nothing."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.forms import (
    BaseForm,
    BaseFormSet,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    Field,
    RadioSelect,
    Select,
    Textarea,
)
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiefen.domain.common import moments
from jiefen.reports.common.clock_view import ClockView
from jiefen.reports.common.panels import Button

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One glyph of the sprite that `bin/assets` builds; decoration only, so hidden from screen readers."""
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="{}#{}"></use></svg>', static("vendor/icons.svg"), name
    )


@register.inclusion_tag("kit/clock.html")
def clock(view: ClockView, case_url: str = "") -> dict[str, object]:
    """A ClockView as words and a bar; `fill` is 0–200, where 120 is the start of yellow and 170 of red.
    With the address of the case, a link to the clock's own page."""
    url = f"{case_url}/clocks/{view.id}" if case_url else ""
    return {"c": view, "fill": min(max(int(view.fill), 0), 200), "url": url}


@register.inclusion_tag("kit/clock_tag.html")
def clock_tag(view: ClockView) -> dict[str, object]:
    """A ClockView small enough for a table cell."""
    return {"c": view}


@register.inclusion_tag("kit/field.html")
def field(bound: BoundField, size: str = "", **attrs: object) -> dict[str, object]:
    """A form field with label, hint and error. `size` is a grid class; further arguments become
    attributes of the control, with `_` written as `-` (`data_card=1` → `data-card="1"`)."""
    notes = [f"{bound.id_for_label}-hint"] if bound.help_text else []
    notes += [f"{bound.id_for_label}-error"] if bound.errors else []
    widget_attrs: dict[str, str | bool] = {
        name.replace("_", "-"): str(value) for name, value in attrs.items()
    }
    if isinstance(bound.field.widget, Textarea):
        widget_attrs.setdefault("rows", str(bound.field.widget.attrs.get("rows", 4)))
    widget_attrs |= {"aria-describedby": " ".join(notes)} if notes else {}
    widget_attrs |= {"aria-invalid": "true"} if bound.errors else {}
    widget = bound.field.widget
    return {
        "bound": bound,
        "problems": _sentences(bound),
        "control": bound.as_widget(attrs=widget_attrs),
        "size": size,
        "single_check": isinstance(widget, CheckboxInput),
        "group": isinstance(widget, RadioSelect | CheckboxSelectMultiple),
        "optional": not bound.field.required
        and not isinstance(widget, CheckboxInput | CheckboxSelectMultiple),
    }


@register.inclusion_tag("kit/errors.html")
def errors(form: BaseForm | None, rows: "BaseFormSet[BaseForm] | None" = None) -> dict[str, object]:
    """The summary on top of a refused form: each sentence once more, as a link to its field."""
    forms = ([form] if form else []) + (list(rows) if rows else [])
    links = [item for part in forms for item in _errors_of(part)]
    if rows is not None and rows.is_bound:
        links += [{"target": "", "text": str(text)} for text in rows.non_form_errors()]
    return {"found": links, "general": not any(item["target"] for item in links)}


@register.inclusion_tag("kit/verbs.html")
def verbs(buttons: Iterable[Button], form_key: str, csrf_token: object, shown: int = 3) -> dict[str, object]:
    """The buttons a case offers: primary last, as many as fit beside it, the rest in a menu."""
    plain = [button for button in buttons if button.tone == ""]
    return {
        "primary": [button for button in buttons if button.tone == "primary"],
        "plain": plain[:shown],
        "more": plain[shown:] + [button for button in buttons if button.tone == "danger"],
        "form_key": form_key,
        "csrf_token": csrf_token,
    }


@register.filter
def moment(value: datetime | date | None) -> str:
    """`11-03 09:12` in local time, with the year only when it is not this one."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        text, machine, year = (
            moments.short_minute(value),
            moments.iso_second(value),
            moments.local(value).year,
        )
    else:
        text, machine, year = moments.short_day(value), moments.iso_day(value), value.year
    shown = text if year == timezone.localdate().year else f"{year}-{text}"
    return format_html('<time datetime="{}">{}</time>', machine, shown)


@register.filter
def yuan(amount: Decimal | int | None) -> str:
    """`¥ 8,600.00`; a dash when no sum was named."""
    return "—" if amount is None else f"¥ {amount:,.2f}"


def _errors_of(form: BaseForm) -> list[dict[str, str]]:
    if not form.is_bound:
        return []
    links: list[dict[str, str]] = [{"target": "", "text": str(text)} for text in form.non_field_errors()]
    for bound in form:
        target = str(bound.id_for_label or bound.auto_id)
        if isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple):
            target = f"{bound.auto_id}_0"
        links += [{"target": target, "text": text} for text in _sentences(bound)]
    return links


def _sentences(bound: BoundField) -> list[str]:
    """The field's errors; Django's bare "required" becomes a sentence that names the field."""
    bare = str(bound.field.error_messages.get("required", ""))
    verb = "选择" if isinstance(bound.field.widget, Select | RadioSelect | CheckboxSelectMultiple) else "填写"
    asked = f"请{verb}{bound.label}"
    return [
        asked if str(text) == bare and bare == str(Field.default_error_messages["required"]) else str(text)
        for text in bound.errors
    ]
