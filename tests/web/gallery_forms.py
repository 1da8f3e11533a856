"""Forms shaped like the real ones, for the kit gallery."""

from typing import Any

from django import forms
from django.forms import formset_factory

KINDS = [
    ("", "请选择"),
    ("合同", [("lease", "房屋租赁"), ("car", "车辆租赁"), ("debt", "民间借贷")]),
    ("土地", [("land", "土地租赁"), ("forest", "林地承包")]),
]
PINYIN = {
    "lease": "fwzl",
    "car": "clzl",
    "debt": "mjjd",
    "land": "tdzl",
    "forest": "ldcb",
    "hb": "hbsq",
    "yx": "yxz",
}


class PinyinSelect(forms.Select):
    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-py"] = PINYIN.get(str(value), "")
        return option


class Registration(forms.Form):
    applicant_kind = forms.ChoiceField(label="申请人类型", choices=[("p", "自然人"), ("o", "单位")])
    applicant_name = forms.CharField(label="姓名 / 单位名称")
    applicant_phone = forms.CharField(label="手机号")
    applicant_paper = forms.ChoiceField(label="证件类型", choices=[("id", "居民身份证"), ("none", "未提供")])
    applicant_id = forms.CharField(label="证件号码")
    applicant_address = forms.CharField(label="住址", required=False)
    representative_name = forms.CharField(label="代理人", required=False)
    representative_phone = forms.CharField(label="代理人电话", required=False)
    people = forms.IntegerField(label="涉及人数")
    channel = forms.ChoiceField(label="来源", choices=[("w", "窗口登记"), ("12345", "12345 转办")])
    external_number = forms.CharField(label="外部编号", required=False)
    kind = forms.ChoiceField(label="纠纷类型", choices=KINDS, widget=PinyinSelect)
    amount = forms.CharField(label="涉及金额（元）", required=False)
    happened_on = forms.DateField(
        label="发生日期", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    place = forms.ChoiceField(
        label="发生地点",
        choices=[("", "请选择"), ("城东街道", [("hb", "湖滨社区")]), ("云溪镇", [("yx", "云溪村")])],
        widget=PinyinSelect,
    )
    address_detail = forms.CharField(label="详细地址", required=False)
    title = forms.CharField(label="案件名称", required=False, help_text="不填则由系统按双方姓名和类型生成")
    story = forms.CharField(label="事情经过", widget=forms.Textarea)
    wanted = forms.CharField(label="诉求", widget=forms.Textarea)
    weight = forms.ChoiceField(
        label="难易程度",
        choices=[("s", "简单（1 日）"), ("m", "一般（1 周）"), ("l", "复杂（1 月）")],
        widget=forms.RadioSelect,
    )
    confidentiality = forms.ChoiceField(
        label="保密", choices=[("n", "一般"), ("c", "涉及隐私")], widget=forms.RadioSelect
    )
    risk_flags = forms.MultipleChoiceField(
        label="风险提示",
        required=False,
        choices=[("v", "可能动手"), ("g", "多人聚集"), ("s", "情绪极端"), ("m", "涉未成年人")],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_applicant_id(self) -> str:
        raise forms.ValidationError("身份证号第 18 位校验不通过，请核对")


class Respondent(forms.Form):
    respondent_kind = forms.ChoiceField(label="类型", choices=[("p", "自然人"), ("o", "单位")])
    respondent_name = forms.CharField(label="姓名 / 单位名称")
    respondent_phone = forms.CharField(label="联系电话", required=False)
    respondent_id = forms.CharField(label="证件号码", required=False)
    respondent_address = forms.CharField(label="地址", required=False)


Respondents = formset_factory(Respondent, extra=1, max_num=5)


class SignIn(forms.Form):
    username = forms.CharField(label="用户名")
    password = forms.CharField(label="密码", widget=forms.PasswordInput)


class Code(forms.Form):
    code = forms.CharField(label="6 位数字")


class NewPassword(forms.Form):
    old_password = forms.CharField(label="现在的密码", widget=forms.PasswordInput)
    new_password1 = forms.CharField(
        label="新密码", widget=forms.PasswordInput, help_text="至少 12 位，避开常见词"
    )
    new_password2 = forms.CharField(label="再输一次", widget=forms.PasswordInput)


class Lookup(forms.Form):
    code = forms.CharField(label="查询码", help_text="形如 8F3K-27QD，大小写都可以")
    phone_tail = forms.CharField(label="手机尾号", help_text="登记时所留手机号的后四位")


class Reason(forms.Form):
    unit = forms.ChoiceField(label="转到哪个单位", choices=[("a", "云溪镇综治中心"), ("b", "县人社局")])
    reason = forms.CharField(label="理由", widget=forms.Textarea, help_text="会写进流转日志")
    confirm = forms.BooleanField(label="已电话告知当事人", required=False)


class Upload(forms.Form):
    mapping = forms.ChoiceField(label="来源格式", choices=[("p", "信访系统导出"), ("c", "12345 工单")])
    file = forms.FileField(label="文件", help_text="不超过 100 MB")


class Rules(forms.Form):
    text = forms.CharField(
        label="规则",
        widget=forms.Textarea,
        initial="R-07 欠薪且人数 ≥ 10 → 劳动监察大队\nR-12 租赁押金 ≤ 5 万 → 县人民调解委员会",
    )
    note = forms.CharField(label="改动说明")


class Person(forms.Form):
    name = forms.CharField(label="姓名", initial="周敏")
    username = forms.CharField(label="用户名", initial="zhoumin")
    unit = forms.ChoiceField(label="单位", choices=[("a", "县人民调解委员会")])
    phone = forms.CharField(label="手机", required=False)
    posts = forms.MultipleChoiceField(
        label="岗位",
        choices=[("h", "承办人"), ("m", "调解员"), ("r", "审核人")],
        widget=forms.CheckboxSelectMultiple,
    )
