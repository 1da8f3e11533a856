"""Petition limits 信访: 《信访工作条例》(2022). Only what 31(6) leaves to the petition procedure runs under XF-05."""

from __future__ import annotations

from jiefen.domain.clocks.limit import Limit, LimitKind, TimeUnit
from jiefen.domain.common.words import PauseReason, Track

PETITION: tuple[Limit, ...] = (
    Limit(
        "XF-01", 1, "信访登记和转送", 15, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《信访工作条例》（2022）第22条", "S",
        "登记，转送、交办或者报请；重大、紧急的应当立即报告（第25条）",
        trigger="信访部门收到信访事项",
    ),
    Limit(
        "XF-02", 1, "信访收到告知（直接提出）", 15, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《信访工作条例》（2022）第23条第2款", "S",
        "能够当场告知的当场书面告知；姓名（名称）、住址不清的除外",
        trigger="机关、单位收到信访人直接提出的信访事项",
    ),
    Limit(
        "XF-03", 1, "信访收到告知（转送交办）", 15, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《信访工作条例》（2022）第23条第3款", "S",
        "书面告知信访人",
        trigger="机关、单位收到转送、交办的信访事项",
    ),
    Limit(
        "XF-04", 1, "信访转送异议", 5, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "《信访工作条例》（2022）第23条第3款", "S",
        "要说明详细理由；转送、交办机关核实同意后才能退还，不得自行退回",
        trigger="机关、单位收到不属于本机关的转送、交办信访事项",
    ),
    Limit(
        "XF-05", 1, "信访事项办理", 60, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《信访工作条例》（2022）第34条", "S",
        "只适用于第31条第6项的事项；办结出具信访处理意见书",
        trigger="信访事项受理",
        extension=30, extended_by="本机关、单位负责人批准，并告知信访人延期理由", tracks=(Track.PETITION,),
    ),
    Limit(
        "XF-06-ASK", 1, "请求信访复查", 30, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《信访工作条例》（2022）第35条", "S",
        "向原办理机关、单位的上一级机关、单位请求",
        trigger="收到信访处理意见书", whose="party",
    ),
    Limit(
        "XF-06-DECIDE", 1, "信访复查", 30, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《信访工作条例》（2022）第35条", "S",
        "提出复查意见，书面答复信访人",
        trigger="收到复查请求", tracks=(Track.PETITION_REVIEW,),
    ),
    Limit(
        "XF-07-ASK", 1, "请求信访复核", 30, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《信访工作条例》（2022）第36条", "S",
        "向复查机关、单位的上一级机关、单位请求",
        trigger="收到复查意见书", whose="party",
    ),
    Limit(
        "XF-07-DECIDE", 1, "信访复核", 30, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《信访工作条例》（2022）第36条", "S",
        "听证所需时间不计算在内；复核后以同一事实和理由提出的不再受理，但不影响依法走其他途径",
        trigger="收到复核请求", pauses=frozenset({PauseReason.HEARING}), tracks=(Track.PETITION_REREVIEW,),
    ),
    Limit(
        "XF-08-ACCEPT", 1, "信访简易办理受理", 3, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "国家信访局关于信访事项简易办理的规定（2016）", "M",
        trigger="收到适用简易办理的信访事项",
    ),
    Limit(
        "XF-08-REPLY", 1, "信访简易办理答复", 10, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "国家信访局关于信访事项简易办理的规定（2016）", "M",
        trigger="适用简易办理的信访事项受理",
    ),
)  # fmt: skip
