"""One entry per picture of the kit gallery: name → (template, context)."""

from types import SimpleNamespace as Ns
from typing import Any

from web.gallery_back import admin_pages, portal_pages
from web.gallery_forms import Code, NewPassword, Reason, SignIn, Upload
from web.gallery_samples import (
    AT,
    BUTTONS,
    CLOCKS,
    ENTRIES,
    FILTERS,
    ROWS,
    STATS,
    TABS,
    preview,
    refused,
    registration,
)

Page = tuple[str, dict[str, Any]]
CASE_TABS = ("overview", "parties", "files", "proceedings", "log", "readers")
CASE_TAB_LABELS = ("案情与进展", "当事人", "材料", "办理程序", "流转日志", "谁看过")


def pages() -> dict[str, Page]:
    return {
        **plain_pages(),
        **desk_pages(),
        **case_pages(),
        **list_pages(),
        **admin_pages(),
        **portal_pages(),
    }


def plain_pages() -> dict[str, Page]:
    failed = {"code": 409, "heading": "有人先改了这件案件", "ref": "E-7F3A91"}
    words = {
        "happened": "您打开后，李四已在 09:12 签收。您填的内容没有写入。",
        "todo": "返回案件页看最新情况，再决定是否继续。",
    }
    return {
        "signin": ("signin.html", {"form": SignIn()}),
        "signin-refused": ("signin.html", {"form": refused(SignIn)}),
        "second-factor": ("second_factor.html", {"form": Code(), "cancel_url": "/"}),
        "second-factor-setup": (
            "second_factor_setup.html",
            {"form": Code(), "secret": "JBSW Y3DP EHPK 3PXP", "qr_svg_url": "/qr.svg"},
        ),
        "password": ("password_change.html", {"form": NewPassword(), "forced": True}),
        "error-409": ("error.html", failed | words),
        "error-500": ("error.html", {"code": 500, "bare": True}),
    }


def desk_pages() -> dict[str, Page]:
    triage = {
        "stats": STATS, "tabs": TABS, "filters": FILTERS, "rows": ROWS, "current": preview(), "export_url": "/x/",
        "lead": "接收后 2 个工作小时内完成分流", "units": [Ns(code="a", name="公安派驻席"), Ns(code="b", name="司法局")],
        "elsewhere": [Ns(value="court", label="人民法院诉讼服务中心")],
    }  # fmt: skip
    work = {
        "stats": STATS,
        "tabs": TABS,
        "sections": [
            Ns(
                heading="今日要办",
                icon="clock",
                note="按时限排列",
                rows=ROWS[:3],
                more_url="/m/",
                holder=False,
            ),
            Ns(
                heading="待我签收",
                icon="inbox",
                note="",
                rows=[],
                empty_heading="没有待签收的交办",
                empty="有新交办时会发消息提醒您。",
            ),
        ],
    }
    return {
        "registration": ("registration.html", registration(refuse=False)),
        "registration-refused": ("registration.html", registration(refuse=True)),
        "triage": ("triage.html", triage),
        "triage-empty": ("triage.html", triage | {"rows": [], "current": None}),
        "work": ("work.html", work),
    }


def case_pages() -> dict[str, Page]:
    return {f"case-{tab}": ("case.html", case_context(tab)) for tab in CASE_TABS}


def case_context(tab: str) -> dict[str, Any]:
    row = ROWS[7]
    case = Ns(**vars(row))
    case.state, case.registered = "调解中", "11 月 3 日 09:12 由 刘倩（3 号窗口）登记 · 城东街道 湖滨社区"
    states = ["done", "done", "now", "todo", "todo", "todo", "todo"]
    labels = ["受理登记", "分流指派", "组织调解", "签订协议", "司法确认", "履行回访", "结案归档"]
    notes = ["11-03", "11-03", "第 20 天 / 30 天", "", "可选", "", ""]
    facts = [("诉求金额", "¥ 8,600.00"), ("纠纷发生", "2026-10-18 · 湖滨花园 6 幢"), ("来源", "窗口登记")]
    party = [("证件", "3305************09"), ("电话", "138****3307"), ("住址", "城东街道湖滨社区")]
    pairs = [Ns(label=k, value=v) for k, v in party]
    hidden = {"role": "申请人", "kind": "自然人", "facts": pairs, "history_url": "/h/", "edit_url": "/e/"}
    assignment = Ns(unit="县调委会", who="周敏", role="主办", from_=AT, to=None, note="")
    return {
        "case": case, "tab": tab, "back": Ns(url="/", label="我的办件"), "buttons": BUTTONS,
        "steps": [Ns(label=x, note=n, state=s) for x, n, s in zip(labels, notes, states, strict=True)],
        "next": Ns(heading="第二次调解会 · 周三 09:30—10:30", text="第 3 调解室 · 主持 周敏", button=BUTTONS[5]),
        "tabs": [
            Ns(label=x, count=2 if i == 1 else None, url=f"?tab={t}", current=t == tab)
            for i, (t, x) in enumerate(zip(CASE_TABS, CASE_TAB_LABELS, strict=True))
        ],
        "clocks": CLOCKS,
        "people": [
            Ns(name="李某", role="申请人", sub="138****3307", initial="李"),
            Ns(name="张某", role="被申请人", sub="139****9912 · 涉案 2 次", initial="张"),
        ],
        "team": [Ns(name="周敏", sub="县人民调解委员会 · 主办", initial="周")],
        "qr_svg_url": "/qr.svg", "tracking_code": "8F3K-27QD", "receipt_urls": Ns(a4="/a4", roll="/80"),
        "facts": [Ns(label=k, value=v) for k, v in facts],
        "story": "申请人李某承租被申请人张某房屋一年，合同于 10 月 15 日到期。交房时张某以墙面污损为由拒退押金 8,600 元。",
        "wanted": "要求全额返还押金。", "entries": ENTRIES, "note_url": "/note/",
        "parties": [
            Ns(name="李某", initial="李", reveal_url="/r/", revealed=None, **hidden),
            Ns(name="张某", initial="张", reveal_url="", revealed=pairs, **hidden),
        ],
        "add_url": "/add/", "upload_url": "/up/",
        "files": [Ns(name="押金收据.jpg", kind="证据", size="312 KB", digest="9f2c81aa", by="李某", at=AT, url="/f/")],
        "proceedings": [
            Ns(label="人民调解", state="进行中", state_tone="info", holder="县人民调解委员会 · 周敏", since=AT, ended=None,
               outcome="", clock=CLOCKS[0], buttons=BUTTONS[1:3], assignments=[assignment]),
        ],
        "start_url": "/s/", "start_form": Reason(),
        "chain": Ns(ok=True, text="本案 12 条历史首尾相接，链值一致。"),
        "log": [Ns(seq=n, at=AT, actor="周敏", verb="签收", detail="县人民调解委员会", digest="a81f09c2") for n in (3, 2, 1)],
        "readers": [Ns(at=AT, who="刘倩", unit="综合窗口", what="案件页", reason="")],
    }  # fmt: skip


def list_pages() -> dict[str, Page]:
    ledger = {
        "filters": FILTERS,
        "rows": ROWS,
        "count": "10,000+",
        "next_url": "?after=9",
        "export_url": "/x/",
    }
    item = Ns(
        name="信访件 11 月.xlsx", mapping="信访系统导出", state="正在导入", state_tone="info", finished=False, percent=42,
        total="2,753", good="1,120", bad=14, repeated=22, rate="1,480", url="/imports/1/", error_file_url="", examples=[],
        by="刘倩", at=AT,
    )  # fmt: skip
    bad_row = Ns(row=17, field="发生日期", text="13 月不存在", remedy="改成 2026-11-02 这样的日期")
    done = Ns(
        **vars(item)
        | {
            "finished": True,
            "state": "导入完成",
            "percent": 100,
            "error_file_url": "/e/",
            "examples": [bad_row],
        }
    )
    notice = Ns(
        icon="inbox",
        title="新交办：房屋租赁押金返还纠纷",
        text="请在 2 个工作小时内签收。",
        at=AT,
        url="/c/",
        unread=True,
        tone="info",
    )
    return {
        "cases": ("cases.html", ledger),
        "cases-empty": ("cases.html", {"filters": FILTERS, "rows": [], "count": "0"}),
        "search": ("search.html", {"q": "押金", "rows": ROWS[6:], "count": 2}),
        "search-none": ("search.html", {"q": "某某", "rows": [], "count": 0}),
        "imports": (
            "imports.html",
            {"form": Upload(), "imports": [item, done], "template_urls": [Ns(label="下载模板", url="/t/")]},
        ),
        "import-running": ("import.html", {"item": item, "back_url": "/imports/"}),
        "import-done": ("import.html", {"item": done, "back_url": "/imports/"}),
        "notices": ("notices.html", {"notices": [notice, notice], "read_url": "/r/"}),
        "drafts": (
            "drafts.html",
            {"drafts": [Ns(title="李某与张某", sub="房屋租赁", at=AT, url="/d/", delete_url="/x/")]},
        ),
        "drafts-empty": ("drafts.html", {"drafts": []}),
        "verb": ("verb.html", verb_context(Reason())),
        "verb-refused": ("verb.html", verb_context(refused(Reason))),
        "help": ("help.html", {}),
    }


def verb_context(form: Any) -> dict[str, Any]:
    words = Ns(
        label="转办", text="转出后，由接收单位签收；签收前仍由您负责。", tone="primary", submit="确认转办"
    )
    return {"case": ROWS[7], "verb": words, "form": form}
