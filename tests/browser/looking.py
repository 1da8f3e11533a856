"""What is looked at on every page: axe, one h1, no sideways scroll, visible focus. Each check answers what is wrong."""

from __future__ import annotations

from functools import cache

from playwright.sync_api import Page, ViewportSize

from kit.visitors import DESK, PHONE, ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIZES: dict[str, ViewportSize] = {"desk": DESK, "phone": PHONE}
TABS = 4

# Rules whose answer depends on the layout; the others see the same document, and the same colours, at every size.
LAYOUT = ["target-size", "scrollable-region-focusable", "link-in-text-block", "meta-viewport"]
RUN_AXE = """async (only) => (await axe.run(document, { resultTypes: ['violations'], ...(only && { runOnly: only }) })).violations
  .map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + n.html.slice(0, 90)).join(' | '))"""
LOOK = """() => ({
  headings: document.querySelectorAll('h1').length,
  sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  title: document.title,
})"""
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return '';
  const style = getComputedStyle(at);
  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return seen ? '' : at.outerHTML.slice(0, 120);
}"""

TOO_SMALL = """() => {
  const {elder} = document.documentElement.dataset;
  if (!elder) return [];
  const shown = (one) => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && !one.closest('.sr, .skip');
  };
  const named = (one) => one.tagName + '.' + one.className + ' ' + (one.innerText || one.name || '').slice(0, 20);
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !shown(one)) continue;
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < %d) found.add(size + ' px of type: ' + named(one));
  }
  for (const one of document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')) {
    const meant = one.matches('[type=radio], [type=checkbox]') && one.closest('label') || one;
    const {height} = meant.getBoundingClientRect();
    if (shown(meant) && height < %d) found.add(height + ' px to press: ' + named(one));
  }
  return [...found];
}""" % (22, 60)  # noqa: UP031  (the braces are JavaScript's)


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, *, layout_only: bool = False) -> list[str]:
    """What axe finds. The script is evaluated in the page, so that the strict policy stays as it is."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe())
    found: list[str] = page.evaluate(RUN_AXE, LAYOUT if layout_only else None)
    return found


def oddities(page: Page) -> list[str]:
    """More or fewer headings than one, sideways scroll, no title."""
    seen = page.evaluate(LOOK)
    found = [] if seen["headings"] == 1 else [f"{seen['headings']} h1"]
    found += [f"{seen['sideways']} px sideways"] if seen["sideways"] > 0 else []
    return found + ([] if seen["title"].strip(" ·") else ["no title"])


def unseen_focus(page: Page) -> list[str]:
    """The first few stops of the Tab key that show no ring."""
    found = []
    for _ in range(TABS):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUS))
    return [f"no focus ring: {html}" for html in found if html]


def too_small(page: Page) -> list[str]:
    """Where large type is chosen: text of less than 22 px, and what is to be pressed on less than 60."""
    found: list[str] = page.evaluate(TOO_SMALL)
    return found


def faults(page: Page, *, quick: bool = False) -> list[str]:
    """Everything wrong with the page as it stands, at both sizes. `quick`: without axe and the Tab key."""
    found = []
    page.wait_for_load_state("domcontentloaded")
    for name, size in SIZES.items():
        page.set_viewport_size(size)
        wrong = (
            oddities(page)
            + too_small(page)
            + ([] if quick else violations(page, layout_only=name == "phone"))
        )
        found += [f"{name}: {text}" for text in wrong]
    page.set_viewport_size(SIZES["desk"])
    return found if quick else found + unseen_focus(page)
