"""Forms that show and keep what was typed; deciding is the rulebook's, so they validate nothing themselves."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.forms.utils import ErrorDict

Choices = list[tuple[str, str]]


class TypedForm(forms.Form):
    """Bound data is kept as typed. `refuse` puts the rulebook's sentences beside the fields."""

    def full_clean(self) -> None:
        self._errors = getattr(self, "_errors", None) or ErrorDict()
        self.cleaned_data = {}

    def refuse(self, fields: Mapping[str, str], *, sentence: str = "") -> None:
        """Sentences by field; what belongs to no field of this form goes on top."""
        self.full_clean()
        for name, text in fields.items():
            self._errors.setdefault(name if name in self.fields else "__all__", self.error_class()).append(
                text
            )
        if sentence and not fields:
            self._errors.setdefault("__all__", self.error_class(error_class="nonfield")).append(sentence)

    def texts(self) -> dict[str, str]:
        """What was typed, by field name; several values joined by commas."""
        return {
            name: ",".join(self.data.getlist(name))
            if hasattr(self.data, "getlist")
            else str(self.data.get(name, ""))
            for name in self.fields
        }


def text_field(
    label: str,
    *,
    required: bool = True,
    hint: str = "",
    long: bool = False,
    choices: Choices | None = None,
    many: bool = False,
    password: bool = False,
    file: bool = False,
    date: bool = False,
) -> forms.Field:
    """A field of a TypedForm. `required` only marks it: the rulebook decides."""
    widget: forms.Widget = forms.TextInput()
    if choices is not None:
        widget = forms.CheckboxSelectMultiple(choices=choices) if many else forms.Select(choices=choices)
    elif long:
        widget = forms.Textarea(attrs={"rows": 4})
    elif password:
        widget = forms.PasswordInput()
    elif file:
        widget = forms.FileInput()
    elif date:
        widget = forms.DateInput(attrs={"type": "date"})
    field = forms.CharField(label=label, required=required, help_text=hint, widget=widget)
    field.widget.is_required = False
    return field


def check_field(label: str) -> forms.Field:
    """A box of a TypedForm: "1" when ticked."""
    box = forms.CheckboxInput(attrs={"value": "1"}, check_test=lambda value: value in ("1", True))
    return forms.CharField(label=label, required=False, widget=box)
