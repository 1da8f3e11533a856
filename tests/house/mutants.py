#!/usr/bin/env python3
"""Mutants that must die: each takes one safeguard away in a copy of the program, and a test must then fail.

    .venv/bin/python tests/house/mutants.py [words of a name …]

Prints who was killed and who survived, and fails when anybody survived. Not part of `bin/test`; `docs/trust.md` lists them.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = (
    "src",
    "tests",
    "docs",
    "bin",
    "deploy",
    "requirements",
    "pyproject.toml",
    "README.md",
    "CONTRIBUTING.md",
)


@dataclass(frozen=True)
class Mutant:
    """`old` stands once in `file`, below src/jiefen; `test` must fail with `new` in its place."""

    name: str
    file: str
    old: str
    new: str
    test: str


MUTANTS = (
    Mutant(
        "Passwords are hashed with MD5",
        "config/settings.py", '["jiefen.config.passwords.Argon2"]', '["django.contrib.auth.hashers.MD5PasswordHasher"]',
        "tests/people/test_sign_in.py::test_passwords_are_hashed_with_argon2id_of_19_mib",
    ),
    Mutant(
        "Small counts are published",
        "domain/figures/small_counts.py", "return 0 < count < FEWEST", "return False",
        "tests/figures/test_small_counts.py::test_nobody_reckons_a_small_count_of_five_hundred_months",
    ),
    Mutant(
        "X-Forwarded-For is always believed",
        "gate/address.py", "    if not settings.SECURE_PROXY_SSL_HEADER:\n", "    if False:\n",
        "tests/gate/test_proxy.py::test_without_a_declared_proxy_no_header_is_believed",
    ),
    Mutant(
        "A newer schema is worked on",
        "store/common/schema.py", "    if unknown:\n", "    if False:\n",
        "tests/doors/test_monitoring.py::test_tables_of_an_older_or_a_newer_release_make_it_unready",
    ),
    Mutant(
        "No key is a problem",
        "store/common/keys.py", "    problems = []\n    for name in KEYS:\n", "    problems = []\n    for name in ():\n",
        "tests/ledger/test_keys.py::test_a_foreign_key_stops_the_start_and_is_seen_by_doctor",
    ),
    Mutant(
        "Children outlive their parent",
        "lib/processes.py", "    parent = os.getppid()\n    if sys", "    return\n    parent = os.getppid()\n    if sys",
        "tests/drills/test_home_drills.py::test_nobody_serves_on_when_the_keeper_is_killed",
    ),
    Mutant(
        "The disk is not asked to flush each commit",
        "jobs/drilling/machine/power.py", "synchronous=synchronous, cuts=times", 'synchronous="NORMAL", cuts=times',
        "tests/drills/test_home_drills.py::test_a_power_cut_loses_nothing_acknowledged_and_would_without_full_flushes",
    ),
    Mutant(
        "A dead worker leaves the centre ready",
        "reports/ledger/readiness.py", "(_tables, _keys, _disk, _writing, _worker)", "(_tables, _keys, _disk, _writing)",
        "tests/doors/test_monitoring.py::test_a_worker_that_died_makes_it_unready",
    ),
    Mutant(
        "Figures are told to every machine",
        "gate/metrics.py", 'return ipaddress.ip_address(str(request.META.get("REMOTE_ADDR"))).is_loopback', "return True",
        "tests/doors/test_monitoring.py::test_figures_are_not_told_to_another_machine",
    ),
    Mutant(
        "One gives oneself a post",
        "actions/people/people.py", "user=user, forbid_self=grants.NOT_ONESELF)", "user=user)",
        "tests/people/test_powers_apart.py::test_nobody_gives_themselves_a_post",
    ),
    Mutant(
        "Whoever asked decides",
        "store/people/approvals.py", "- {row.asked_by_id, row.person_id or 0}", "- {row.person_id or 0}",
        "tests/people/test_second_person.py::test_where_nobody_could_decide_it_is_refused_in_words",
    ),
    Mutant(
        "Broken glass stays open",
        "actions/privacy/glass.py", "command.at + timedelta(hours=span)", "command.at + timedelta(days=3650)",
        "tests/privacy/test_glass.py::test_it_closes_by_itself_to_the_minute",
    ),
    Mutant(
        "A budget that is used up refuses nobody",
        "actions/common/throttle.py", "(row if most is None else row.filter(count__lt=most))", "row",
        "tests/people/test_odds.py::test_of_many_at_once_five_are_let_through",
    ),
    Mutant(
        "A count is forgotten at once",
        "actions/common/throttle.py", "begins_after, key = at - WINDOWS[kind_of(key)]", "begins_after, key = at",
        "tests/people/test_odds.py::test_of_many_at_once_five_are_let_through",
    ),
    Mutant(
        "The second factor is changed without the password",
        "web/people/second_factor.py", "if not sign_in.check_own_password(", "if False and not sign_in.check_own_password(",
        "tests/people/test_devices.py::test_a_bound_factor_is_changed_or_given_up_only_with_password_and_old_code",
    ),
    Mutant(
        "A changed file is handed out",
        "lib/uploads/__init__.py", 'if hashlib.file_digest(stream, "sha256").hexdigest() != digest:', "if False:",
        "tests/documents/test_kept_files.py::test_a_file_that_is_not_what_was_kept_is_refused_in_words_and_told",
    ),
    Mutant(
        "The newest checkpoint is not held against the log",
        "reports/ledger/verify.py", "        marks += verify_log.newest_local_mark(public_keys, findings=findings)\n", "",
        "tests/ledger/test_put_back.py::test_an_older_database_beside_a_newer_checkpoint_is_found_without_giving_one",
    ),
    Mutant(
        "Every value goes into the log",
        "lib/log_lines.py",
        'return text if _MARK.fullmatch(text) and not _LONG_NUMBER.search(text) else "…"', "return text",
        "tests/gate/test_log_lines.py::test_a_value_that_may_be_somebodys_is_left_out_wherever_it_comes_from",
    ),
)  # fmt: skip


def main() -> int:
    chosen = [one for one in MUTANTS if all(word in one.name for word in sys.argv[1:])]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the copy goes with us, however we are ended
    with tempfile.TemporaryDirectory(prefix="jiefen-mutants-") as folder:
        copy = Path(folder)
        for name in COPIED:
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, copy / name)
        if tested(copy, *dict.fromkeys(one.test for one in chosen)) != 0:
            print("没有改动时就有测试不通过，先把它修好。")
            return 2
        survivors = [one.name for one in chosen if not killed(one, copy=copy)]
    print(f"{len(chosen)} 个变异，{len(survivors)} 个没有被发现。")
    return 1 if survivors or not chosen else 0


def killed(mutant: Mutant, *, copy: Path) -> bool:
    """Whether its test fails; the copy is then as before."""
    file, began = copy / "src" / "jiefen" / mutant.file, time.monotonic()
    before = file.read_text("utf-8")
    file.write_text(before.replace(mutant.old, mutant.new), "utf-8")
    try:
        dead = tested(copy, mutant.test) == 1
    finally:
        file.write_text(before, "utf-8")
    print(
        f"{'被发现' if dead else '没有被发现'}  {mutant.name}（{time.monotonic() - began:.0f} 秒）",
        flush=True,
    )
    return dead


def tested(copy: Path, *tests: str) -> int:
    """0: all passed; 1: one failed; anything else: the tests could not be run."""
    kept = {
        name: told for name, told in os.environ.items() if not name.startswith(("DJANGO", "JIEFEN", "PYTEST"))
    }
    environment = kept | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n0", "-q", "-x", *tests]
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
