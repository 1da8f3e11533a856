"""What a Word template of each document may name. Read by whoever lists them; no Word is needed for that."""

from __future__ import annotations

_SHARED = (
    "centre",
    "committee",
    "title",
    "number",
    "case_number",
    "verify_code",
    "digest",
    "date",
    "signatures",
)
# By document, what its template may name. Lists are those of the layouts: parties, terms, parts, routes …
FIELDS: dict[str, tuple[str, ...]] = {
    "agreement": (
        *_SHARED,
        *("parties", "facts", "extra", "terms", "copies", "place", "effect", "effective_on"),
        *("mediators", "recorders", "level_sentence"),
    ),
    "minutes": (*_SHARED, "head", "people", "parts", "statement"),
    "termination_notice": (*_SHARED, "to", "lead", "parts", "routes", "routes_note", "attached", "contact"),
}
