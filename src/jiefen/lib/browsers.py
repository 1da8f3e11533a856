"""A browser in words, as its owner would recognise it; only ever for display."""

from __future__ import annotations

_SYSTEMS = (
    ("HarmonyOS", "鸿蒙设备"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "安卓手机"), ("Windows", "Windows 电脑"),
    ("Mac OS", "苹果电脑"), ("Kylin", "麒麟电脑"), ("UOS", "统信电脑"), ("Linux", "Linux 电脑"),
)  # fmt: skip
# Each says the names of those below it too, so the order counts.
_BROWSERS = (
    ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("Edg", "Edge"), ("QQBrowser", "QQ 浏览器"), ("360", "360 浏览器"),
    ("Firefox", "火狐"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


def in_words(agent: str) -> str:
    """`Windows 电脑上的 Edge`; 没有认出来的设备 when neither is known."""
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    if system and browser:
        return f"{system}上的 {browser}" if browser.isascii() else f"{system}上的{browser}"
    return system or browser or "没有认出来的设备"
