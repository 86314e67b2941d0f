"""Other channels (其他渠道): where petitions, disclosure requests and reports go, and their terms.

信访工作条例 (2022) arts. 22, 23, 34-36; 政府信息公开条例 (2019) arts. 29, 33.
"""

from dataclasses import dataclass

from interpretations.enquiries.terms import HandOff


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel: what it is for, how to go there, its terms, and what is told to whoever asked here."""

    hand_off: HandOff
    purpose: str
    way: str
    terms: tuple[str, ...]
    source: str

    @property
    def words(self) -> str:
        """The standard words of a hand-off (标准告知语)."""
        terms = "；".join(self.terms)
        return (
            f"您好！您反映的事项属于{self.hand_off.label}，不适用政策咨询的办理程序和时限。"
            f"{self.way}办理时限：{terms}（{self.source}）。感谢您的理解和支持。"
        )


CHANNELS = {
    each.hand_off: each
    for each in (
        Channel(
            HandOff.PETITION,
            "反映情况，提出建议、意见或者投诉请求，要求有关机关处理。",
            "请通过网上信访平台、信函、电话或者到接待场所，向有权处理的机关、单位提出。",
            (
                "收到之日起15日内告知是否受理",
                "受理之日起60日内办结，情况复杂经批准可以延长一次，不超过30日",
                "不服处理意见的，收到之日起30日内申请复查，复查机关30日内答复",
                "不服复查意见的，收到之日起30日内申请复核，复核机关30日内答复",
            ),
            "《信访工作条例》",
        ),
        Channel(
            HandOff.DISCLOSURE,
            "申请获取本机关制作或者保存、没有主动公开的政府信息。",
            "请通过本机关政府信息公开专栏、信函或者当面提交申请，写明姓名或者名称、身份证明、联系方式和所需信息的内容描述。",
            ("收到申请之日起20个工作日内答复", "经批准可以延长答复期限，不超过20个工作日，并告知申请人"),
            "《中华人民共和国政府信息公开条例》",
        ),
        Channel(
            HandOff.REPORT,
            "投诉、举报正在发生或者已经发生的违法行为，要求查处。",
            "请拨打12345政务服务便民热线，或者向有管辖权的行政执法部门投诉举报；情况紧急的，请直接报警。",
            ("受理和办结的时限依所举报事项适用的规定，由受理机关告知",),
            "有关法律、法规、规章",
        ),
        Channel(
            HandOff.OTHER,
            "所问事项由其他机关负责。",
            "请向负责该事项的机关咨询；不清楚由哪个机关负责的，可以拨打12345政务服务便民热线查询。",
            ("由负责该事项的机关告知",),
            "有关机关职责分工",
        ),
    )
}
