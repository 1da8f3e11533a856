"""This centre's own limits (law.md § 5): they bind its desks and units, and no article of law is shortened by them."""

from __future__ import annotations

from jiefen.domain.clocks.limit import Limit, LimitKind, TimeUnit
from jiefen.domain.common.words import PauseReason

ANY = frozenset(PauseReason)
OURS = "承办单位负责人批准并告知当事人"

CENTRE: tuple[Limit, ...] = (
    Limit(
        "C-DISPATCH", 1, "分流", 2, TimeUnit.WORK_HOURS, LimitKind.INTERNAL,
        "本中心内部时限：受理后 2 个工作小时内分流", "C",
        "外限另计：《信访工作条例》第22条 15 日；《深圳经济特区矛盾纠纷多元化解条例》第45条 3 个工作日转送",
        trigger="登记", pauses=ANY,
    ),
    Limit(
        "C-SIGN", 1, "签收", 2, TimeUnit.WORK_HOURS, LimitKind.INTERNAL,
        "本中心内部时限：分流后 2 个工作小时内签收", "C",
        trigger="分流指派", pauses=ANY,
    ),
    Limit(
        "C-START", 1, "启动办理", 3, TimeUnit.WORK_DAYS, LimitKind.INTERNAL,
        "本中心内部时限：签收后 3 个工作日内调解员确认并联系对方当事人", "C",
        "参照《人民法院在线调解规则》第12条、第15条",
        trigger="承办单位签收", pauses=ANY,
    ),
    Limit(
        "C-SIMPLE", 1, "简单纠纷办结", 1, TimeUnit.DAYS, LimitKind.INTERNAL,
        "本中心内部时限：简单纠纷 1 日办结", "C",
        "各程序的法定期限优先",
        trigger="分流指派", extension=1, extended_by=OURS, pauses=ANY,
    ),
    Limit(
        "C-LARGER", 1, "较大纠纷办结", 7, TimeUnit.DAYS, LimitKind.INTERNAL,
        "本中心内部时限：较大纠纷 1 周（7 日）办结", "C",
        "各程序的法定期限优先",
        trigger="分流指派", extension=7, extended_by=OURS, pauses=ANY,
    ),
    Limit(
        "C-MAJOR", 1, "重大纠纷办结", 30, TimeUnit.DAYS, LimitKind.INTERNAL,
        "本中心内部时限：重大纠纷 1 个月（按 30 日计）办结", "C",
        "默认值表（law.md § 5 handling time，C4 行）：“1 个月”统一按 30 日计；各程序的法定期限优先",
        trigger="分流指派", extension=30, extended_by=OURS, pauses=ANY,
    ),
    Limit(
        "C-OBJECT", 1, "退回异议", 1, TimeUnit.WORK_DAYS, LimitKind.INTERNAL,
        "本中心内部时限：收到后 1 个工作日内提出退回异议", "C",
        "信访事项另依《信访工作条例》第23条：5 个工作日，说明详细理由",
        trigger="分流指派", pauses=ANY,
    ),
    Limit(
        "C-COMPLETE", 1, "补正", 5, TimeUnit.WORK_DAYS, LimitKind.INTERNAL,
        "本中心内部时限：通知后 5 个工作日内补正材料", "C",
        "逾期不补正，不当作同意或者撤回",
        trigger="退回补正", pauses=ANY,
    ),
    Limit(
        "C-REVIEW", 1, "审核", 1, TimeUnit.WORK_DAYS, LimitKind.INTERNAL,
        "本中心内部时限：报送后 1 个工作日内审核", "C",
        trigger="登记办理结果", pauses=ANY,
    ),
    Limit(
        "C-VERIFY", 1, "核实管辖异议", 1, TimeUnit.WORK_DAYS, LimitKind.INTERNAL,
        "本中心内部时限：交办方 1 个工作日内核实并答复异议", "C",
        trigger="承办单位提出异议", pauses=ANY,
    ),
    Limit(
        "C-JOINT", 1, "召开联席会议", 5, TimeUnit.WORK_DAYS, LimitKind.INTERNAL,
        "本中心内部时限：触发后 5 个工作日内召开联席会议", "C",
        "类比《深圳经济特区矛盾纠纷多元化解条例》第46条",
        trigger="组建联合调解组", pauses=ANY,
    ),
    Limit(
        "C-APPEAL", 1, "答复异议", 7, TimeUnit.WORK_DAYS, LimitKind.INTERNAL,
        "本中心内部时限：收到后 7 个工作日内由没有经手过的人书面答复", "C",
        trigger="收到当事人异议",
    ),
    Limit(
        "C-URGENT", 1, "答复要紧的异议", 3, TimeUnit.WORK_DAYS, LimitKind.INTERNAL,
        "本中心内部时限：应当回避、被逼迫、信息泄露的异议，收到后 3 个工作日内书面答复", "C",
        "等得越久，越难补救：不该办的人还在办，被逼签的还在履行",
        trigger="收到当事人异议",
    ),
    Limit(
        "C-DATA", 1, "答复个人信息请求", 15, TimeUnit.WORK_DAYS, LimitKind.INTERNAL,
        "本中心内部时限：收到后 15 个工作日内由人答复", "C",
        "《个人信息保护法》第50条只要求建立便捷的受理和处理机制，没有写天数",
        trigger="当事人要求删除或者更正个人信息",
    ),
    Limit(
        "C-ORDER", 1, "答复督办", 5, TimeUnit.WORK_DAYS, LimitKind.INTERNAL,
        "本中心内部时限：督办发出后 5 个工作日内由承办单位书面答复", "C",
        "参照《信访工作条例》第40条督办事项的反馈要求",
        trigger="发出督办",
    ),
    Limit(
        "C-REPLY", 1, "回应纠偏", 3, TimeUnit.WORK_DAYS, LimitKind.INTERNAL,
        "本中心内部时限：纠偏提出后 3 个工作日内由承办单位说明", "C",
        "承办单位有权说明；没有说明不当作承认",
        trigger="提出纠偏",
    ),
    Limit(
        "C-VISIT-7", 1, "履行期满回访", 7, TimeUnit.DAYS, LimitKind.INTERNAL,
        "本中心内部时限：每一履行期限届满后 7 日内，由没有经办的人回访", "C",
        trigger="协议约定的履行日",
    ),
    Limit(
        "C-VISIT-30", 1, "办结回访", 30, TimeUnit.DAYS, LimitKind.INTERNAL,
        "本中心内部时限：办结后 30 日内，由没有经办的人回访", "C",
        trigger="办结",
    ),
    Limit(
        "C-VISIT-90", 1, "九十日回访", 90, TimeUnit.DAYS, LimitKind.INTERNAL,
        "本中心内部时限：婚姻家庭、邻里、欠薪案件办结后 90 日内再回访一次", "C",
        trigger="办结",
    ),
    Limit(
        "C-GOBACK", 1, "回头办理", 5, TimeUnit.WORK_DAYS, LimitKind.INTERNAL,
        "本中心内部时限：回访不满意的，5 个工作日内回头办理", "C",
        trigger="回访登记不满意",
    ),
)  # fmt: skip
