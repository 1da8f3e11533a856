#!/usr/bin/env python3
"""Verify the history of a Jiefen database without any of Jiefen's code.  给审计人员：不依赖本系统的代码核验历史。

    python3 verify_standalone.py DATABASE [--checkpoint FILE] [--public-key FILE] [--audit-key FILE]

DATABASE is the `database` of a backup folder (or a copy; never the file in use). Needs Python ≥ 3.9 and nothing else;
with the package `cryptography` it also checks the checkpoint's Ed25519 signature. What is checked, and why it holds:

  digest    = SHA256(0x02 ‖ digest of the entry before in the stream, empty for the first ‖ SHA256(body))
  mac       = HMAC-SHA256(audit key, digest), only with --audit-key: whoever writes the database cannot make one
  log       = RFC 6962 Merkle tree over the digests in the order of log_index, numbered from 0 without a hole
  rows      = SHA256(the row's columns as one JSON array) in base64, in the entry that wrote it; null when it was deleted
  checkpoint: origin, size, base64 root, UTC time, empty line, "— key-id base64-signature" over the first four lines

Keep checkpoints and the public key away from the machine. Exit code 0: all right; 1: something is wrong; 2: misuse.
"""

import argparse
import base64
import hashlib
import hmac
import json
import sqlite3
import sys
from pathlib import Path


class Tree:
    """RFC 6962 § 2.1: keeps the roots of the complete subtrees only."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, content):
        node, filled = hashlib.sha256(b"\x00" + content).digest(), self.size
        while filled & 1:
            node = hashlib.sha256(b"\x01" + self.peaks.pop() + node).digest()
            filled >>= 1
        self.peaks.append(node)
        self.size += 1

    def root(self):
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = hashlib.sha256(b"\x01" + peak + node).digest()
        return node


def streams(base, audit_key):
    """Problems of each stream on its own: (log_index or None, sentence)."""
    before, seq, head = None, 0, b""
    rows = base.execute(
        "SELECT stream, seq, at, verb, actor_id, audience, body, digest, mac, log_index FROM store_entry"
        " ORDER BY stream, seq"
    )
    for stream, number, at, verb, actor, audience, body, digest, mac, index in rows:
        if stream != before:
            before, seq, head = stream, 0, b""
        where = f"{stream} 第 {number} 条（日志第 {index} 号）"
        if number != seq + 1:
            yield index, f"{where}之前缺第 {seq + 1} 条：有记录被删除"
        elif hashlib.sha256(b"\x02" + head + hashlib.sha256(body.encode()).digest()).digest() != digest:
            yield index, f"{where}的内容与摘要不符：它或前一条被改动过"
        if audit_key and not hmac.compare_digest(hmac.new(audit_key, digest, "sha256").digest(), mac):
            yield index, f"{where}的认证码不对：不是本系统写下的"
        told = json.loads(body)
        copies = [told.get(name) for name in ("stream", "seq", "verb", "actor", "audience")]
        if copies != [stream, number, verb, actor, audience] or not same_moment(told.get("at"), at):
            yield index, f"{where}的检索列与内容不符：列被改动过"
        seq, head = number, digest


def same_moment(told, column):
    """2026-03-02T04:00:00.000000Z in the body; 2026-03-02 04:00:00[.000000] in the column."""
    column = column if "." in column else column + ".000000"
    return told == column.replace(" ", "T") + "Z"


def heads(base):
    """Each case and each other stream says how long its history is and how it ends."""
    rows = base.execute(
        "SELECT 'case:' || number, version, head FROM store_case UNION ALL SELECT name, version, head FROM store_stream"
    )
    for stream, version, head in rows.fetchall():
        last = base.execute(
            "SELECT seq, digest, log_index FROM store_entry WHERE stream = ? ORDER BY seq DESC LIMIT 1",
            [stream],
        ).fetchone()
        if (last or (0, b"", None))[:2] != (version, head):
            yield last[2] if last else None, f"{stream} 应有 {version} 条记录，末尾与现有的不符"
    orphan = base.execute(
        "SELECT stream, log_index FROM store_entry WHERE stream NOT IN"
        " (SELECT 'case:' || number FROM store_case UNION SELECT name FROM store_stream) ORDER BY id LIMIT 1"
    ).fetchone()
    if orphan:
        yield orphan[1], f"{orphan[0]} 有历史，却没有对应的案件或记录流"


def log(base, marks):
    """The log has no hole and has the root of every mark (size, root, where it comes from)."""
    tree, expected, good = Tree(), 0, 0
    waiting = sorted(marks)
    for index, digest in base.execute(
        "SELECT log_index, digest FROM store_entry WHERE log_index IS NOT NULL ORDER BY log_index"
    ):
        if index != expected:
            yield expected, f"日志第 {expected} 号不见了：有记录被删除"
        expected = index + 1
        tree.append(digest)
        while waiting and waiting[0][0] <= expected:
            size, root, origin = waiting.pop(0)
            if tree.size == size and tree.root() == root:
                good = size
            else:
                yield good, f"日志前 {size} 条与{origin}不符：第 {good} 号至第 {size - 1} 号之间有改动"
    for size, _, origin in waiting:
        yield expected, f"{origin}签名时日志有 {size} 条，现在只有 {expected} 条：末尾被截掉"


def rows(base):
    """Every covered row as the newest entry says that it is; the columns of each table stand in the last `rows_opened`."""
    kept, layouts = {}, {}
    for index, stream, seq, verb, body in base.execute(
        "SELECT log_index, stream, seq, verb, body FROM store_entry ORDER BY log_index IS NULL, log_index, id"
    ):
        told = json.loads(body)
        for name, digest in told.get("rows", {}).items():
            kept[name] = digest, index, f"{stream} 第 {seq} 条"
        if (stream, verb) == ("rows", "rows_opened"):
            layouts = told["facts"]["layouts"]
    if not layouts:
        yield None, "各表的行还没有纳入历史：这是较早版本的数据，只能核对历史本身"
    for label, columns in layouts.items():
        for key, text in row_texts(base, f"store_{label}", columns):
            name = f"{label}:{key}"
            digest, index, where = kept.pop(name, (None, None, ""))
            if digest is None:
                yield index, f"表 {label} 第 {key} 行没有任何记录写下过"
            elif base64.b64encode(hashlib.sha256(text.encode()).digest())[:43].decode() != digest:
                yield index, f"表 {label} 第 {key} 行与{where}不符：它被改动过"
    for name, (digest, index, where) in kept.items():
        if digest is not None and name.split(":")[0] in layouts:
            yield index, f"表 {name.replace(':', ' 第 ')} 行不见了，{where}写下过它"


def row_texts(base, table, columns):
    """Each row as one JSON array; bytes as SQL writes them."""
    types = {name: kind.upper() for _, name, kind, *_ in base.execute(f'PRAGMA table_info("{table}")')}
    values = [
        f'quote("{name}")'
        if types[name] == "BLOB"
        else f'CASE typeof("{name}") WHEN \'blob\' THEN quote("{name}") ELSE "{name}" END'
        for name in columns
    ]
    return base.execute(f'SELECT id, json_array({", ".join(values)}) FROM "{table}" ORDER BY id').fetchall()  # noqa: S608


def read_mark(text, public_key, origin):
    """(size, root, origin) of a checkpoint, its signature checked when that can be done."""
    body, _, signature = text.replace("\r\n", "\n").strip().partition("\n\n— ")
    lines = body.split("\n")
    if len(lines) != 4 or not signature:
        raise SystemExit(f"{origin}不是一份检查点")
    if public_key:
        try:
            from cryptography.exceptions import InvalidSignature
            from cryptography.hazmat.primitives.serialization import load_pem_public_key
        except ImportError:
            print("提示：没有安装 cryptography，未核对签名；请人工比对根值。", file=sys.stderr)
        else:
            try:
                load_pem_public_key(public_key).verify(
                    base64.b64decode(signature.split(" ")[1]), (body + "\n").encode()
                )
            except InvalidSignature:
                raise SystemExit(f"{origin}的签名不对：文件被改动过，或不是这个公钥签的") from None
    return int(lines[1]), base64.b64decode(lines[2]), origin


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("database", type=Path)
    parser.add_argument("--checkpoint", type=Path, action="append", default=[], help="可给多个")
    parser.add_argument("--public-key", type=Path, help="checkpoint.pub")
    parser.add_argument("--audit-key", type=Path, help="keys/audit；一般不交给审计人员")
    options = parser.parse_args()
    public_key = options.public_key.read_bytes() if options.public_key else b""
    audit_key = options.audit_key.read_bytes() if options.audit_key else b""
    if not options.database.is_file():
        parser.error(f"没有文件 {options.database}")
    base = sqlite3.connect(f"{options.database.absolute().as_uri()}?mode=ro", uri=True)
    marks = [
        read_mark(path.read_text("utf-8"), public_key, f"检查点 {path.name} ") for path in options.checkpoint
    ]
    for number, text in base.execute("SELECT id, text FROM store_checkpoint ORDER BY id").fetchall():
        marks.append(read_mark(text, public_key, f"库内检查点 {number} "))
    found = [*log(base, marks), *streams(base, audit_key), *heads(base), *rows(base)]
    found.sort(key=lambda one: (one[0] is None, one[0] or 0))
    entries, numbered = base.execute("SELECT count(*), count(log_index) FROM store_entry").fetchone()
    print(f"{entries} 条记录，其中 {numbered} 条已编入日志；{len(marks)} 个检查点。")
    if not audit_key:
        print("没有给出审计密钥：未核对认证码。")
    for _, sentence in found[:20]:
        print(f"不符：{sentence}。")
    print(f"发现 {len(found)} 处不符。" if found else "历史完整，全部相符。")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
