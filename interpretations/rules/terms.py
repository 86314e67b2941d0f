"""Terms of explaining (解读术语): enumerations whose members carry the Chinese word of the page."""

from base.term import Term


class Form(Term):
    """The form of an interpretation (解读形式), as 国办发〔2016〕80号 and the yearly plans name them."""

    TEXT = "text", "文字解读"
    FAQ = "faq", "简明问答"
    INFOGRAPHIC = "infographic", "一图读懂"
    AUDIO = "audio", "音频解读"
    VIDEO = "video", "视频解读"
    CASE = "case", "案例解读"
    PRESS = "press", "发布会与答记者问"
    RESPONSE = "response", "回应关切"


class Origin(Term):
    """Where an interpretation comes from (解读来源); only the drafters' own meets the duty."""

    OWN = "own", "起草单位解读"
    EXPERT = "expert", "专家解读"
    MEDIA = "media", "媒体解读"
    REPOST = "repost", "转载解读"
    LOWER = "lower", "下级单位解读"
    ENQUIRY = "enquiry", "咨询选登"


class Progress(Term):
    """How far the working copy of an interpretation has come (解读办理阶段)."""

    DRAFT = "draft", "解读草稿"
    SUBMITTED = "submitted", "解读已送审"
    REVIEWED = "reviewed", "解读审核通过"
    SCHEDULED = "scheduled", "解读定时发布"
    PUBLISHED = "published", "解读已发布"
    WITHDRAWN = "withdrawn", "解读已撤回"
    ABANDONED = "abandoned", "解读已放弃"


class BlockKind(Term):
    """What a block of an interpretation is (内容块)."""

    PASSAGE = "passage", "段落"
    QUESTION = "question", "问答"
    POINT = "point", "要点"
    FIGURE = "figure", "数字"
    STEP = "step", "步骤"
    CHANGE = "change", "新旧变化"
    CASE = "case", "案例"
    MISREADING = "misreading", "误读与正解"


class Aspect(Term):
    """What a block tells of the document (解读要素)."""

    BACKGROUND = "background", "政策背景"
    PURPOSE = "purpose", "出台目的"
    MEASURES = "measures", "主要举措"
    SCOPE = "scope", "适用范围"
    BENEFITS = "benefits", "惠民利企"
    DIFFERENCES = "differences", "新旧差异"
    KEYWORDS = "keywords", "关键词诠释"
    CONTACT = "contact", "咨询方式"


class Layout(Term):
    """How the picture is laid out (一图读懂版式)."""

    POINTS = "points", "要点式"
    PROCESS = "process", "流程式"
    CHANGES = "changes", "新旧对照式"


class Capacity(Term):
    """As what a unit may explain a document that it does not lead (解读资格)."""

    JOINT = "joint", "联合起草单位"
    DELEGATE = "delegate", "受委托解读单位"


class DutyState(Term):
    """How the duty to explain a document stands on a day (解读义务状态)."""

    NOT_OWED = "not_owed", "无需解读"
    WAITING = "waiting", "解读期限内"
    MET = "met", "按期解读"
    LATE = "late", "逾期解读"
    MISSING = "missing", "逾期未解读"


class AnchorState(Term):
    """How a quoted provision stands on a day (引条状态)."""

    CURRENT = "current", "针对现行条文"
    MOVED = "moved", "条文序号已变"
    STALE = "stale", "解读针对旧版"
    COMING = "coming", "解读针对尚未施行的文本"
    ENDED = "ended", "所解读条文已失效"


class FileRole(Term):
    """What a file of an interpretation is for (解读文件用途)."""

    MEDIA = "media", "音视频"
    CAPTIONS = "captions", "字幕"
    PICTURE = "picture", "图解图片"
