"""Return visits 回访: when somebody who did not handle the case asks both sides how it stands (law.md § 5)."""

from __future__ import annotations

VISITS = ("C-VISIT-7", "C-VISIT-30", "C-VISIT-90")
# Kinds in which an old quarrel comes back most easily: family and neighbours; wages by their flag.
LONG_KINDS = ("01", "02", "0701")


def visits_after(kind: str, *, wages: bool) -> tuple[str, ...]:
    """Limits that run from the closure: thirty days for all, ninety besides for family, neighbours and wages."""
    return VISITS[1:] if wages or kind.startswith(LONG_KINDS) else VISITS[1:2]
