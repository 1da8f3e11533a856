"""The state of the history in words, for the auditor's page."""

from __future__ import annotations

from typing import Any

from jiefen.reports.common.addresses import address
from jiefen.reports.ledger.verify_findings import Verdict
from jiefen.store.models import Checkpoint, Entry

ROOT_SHOWN = 32


def results(verdict: Verdict, *, external: bool) -> list[dict[str, Any]]:
    """One row per thing checked, then one per finding."""
    more = verdict.found > len(verdict.findings)  # then nobody knows what the others are about
    chains = not more and not any(finding.stream for finding in verdict.findings)
    log = not more and all(finding.stream for finding in verdict.findings)
    rows = [
        {
            "ok": chains,
            "what": "逐条链值、签章与副本列",
            "text": f"{verdict.entries} 条记录，{verdict.streams} 条链",
            "where": "",
        },
        {
            "ok": log,
            "what": "检查点与总账根值",
            "text": f"{verdict.checkpoints} 个检查点，总账 {verdict.log_size} 条",
            "where": "",
        },
    ]
    if verdict.ok and external:
        rows.append({"ok": True, "what": "离机检查点", "text": "与另存的检查点一致", "where": ""})
    return rows + [
        {
            "ok": False,
            "what": "最先出错的一条" if finding is verdict.first else "不一致",
            "text": finding.sentence,
            "where": f"{finding.stream} 第 {finding.seq} 条" if finding.seq else finding.stream,
        }
        for finding in verdict.findings
    ]


def chain_told(verdict: Verdict) -> dict[str, Any]:
    good = f"历史完整：{verdict.entries} 条记录逐条相连，用时 {verdict.seconds:.1f} 秒。"
    bad = f"历史有 {verdict.found} 处不一致，最先出错：{verdict.first.sentence if verdict.first else ''}"
    return _facts() | {"ok": verdict.ok, "text": good if verdict.ok else bad}


def chain_untold() -> dict[str, Any]:
    return _facts() | {"ok": True, "text": "尚未核验。点“现在核验”会逐条重算；记录很多时需要等一会儿。"}


def _facts() -> dict[str, Any]:
    last = Entry.objects.order_by("-pk").values_list("at", flat=True).first()
    return {"entries": f"{Entry.objects.count():,}", "last_at": last}


def last_checkpoint() -> dict[str, Any] | None:
    row = Checkpoint.objects.order_by("-pk").first()
    if row is None:
        return None
    return {
        "at": row.at,
        "size": f"{row.size:,}",
        "root": bytes(row.root).hex()[:ROOT_SHOWN],
        "signed_by": "Ed25519",
        "download_url": address("checkpoint"),
    }


def checkpoint_text() -> str | None:
    return Checkpoint.objects.order_by("-pk").values_list("text", flat=True).first()
