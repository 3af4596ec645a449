"""The fields each kind of file can have, and what columns that hold them are usually called.

Names are compared in small letters without blanks and marks; the earlier a name stands, the better it fits.
"""
# ruff: noqa: E501  one field a line

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    INSTANT = "instant"
    NUMBER = "number"
    KEY = "key"
    CODE = "code"
    TEXT = "text"
    PERSON = "person"


@dataclass(frozen=True)
class Field:
    name: str
    sort: Sort
    names: tuple[str, ...] = ()
    needed: bool = False


def _field(name: str, sort: Sort, names: str = "", *, needed: bool = False) -> Field:
    return Field(name, sort, tuple(names.split()), needed)


CUSTOMER = _field(
    "customer",
    Sort.KEY,
    "customerid customerno customer_number userid memberid uid openid unionid membernumber loyaltynumber visitorid"
    " customer user member 客户编号 客户id 客户号 会员编号 会员id 会员号 会员卡号 用户id 用户编号 用户名id 买家id 顾客编号"
    " 留言用户 用户 客户 会员 顾客 买家",
)
PLACES = (
    _field(
        "unit",
        Sort.CODE,
        "unit storeid storecode storename store shop branch department 门店编号 门店 门店名称 店铺 分店 部门 网点 分公司",
    ),
    _field(
        "brand",
        Sort.CODE,
        "brand brandname airline airlinename company hotel 品牌 品牌名称 酒店名称 景区名称 航空公司 公司 酒店 景区",
    ),
    _field(
        "product",
        Sort.CODE,
        "productname product sku productid itemname item model productcategoryname stockcode productcategory category cat"
        " 商品名称 产品名称 商品 产品 型号 手机型号 菜品 车型 入住房型 房型 品类 类目",
    ),
    _field("touchpoint", Sort.CODE, "touchpoint 触点 环节"),
    _field("channel", Sort.CODE, "channel platform contactchannel 渠道 平台 来源渠道 来源"),
)
PEOPLE = (
    _field(
        "customer.name",
        Sort.PERSON,
        "customername fullname realname username nickname contactname 姓名 客户姓名 联系人 收货人 真实姓名 昵称 用户名",
    ),
    _field(
        "customer.phone",
        Sort.PERSON,
        "phone mobile phonenumber mobilephone tel telephone cellphone 手机 手机号 手机号码 电话 联系电话 联系方式",
    ),
    _field("customer.email", Sort.PERSON, "email mail emailaddress 邮箱 电子邮箱 邮件 电子邮件"),
    _field("customer.address", Sort.PERSON, "address shippingaddress deliveryaddress 地址 收货地址 详细地址 住址"),
)
TEXT = "text content reviewtext reviewbody reviewcommentmessage review comment body message feedback comments verbatim utterances utterance"
TEXT_ZH = " 评论内容 评价内容 反馈内容 留言详情 留言内容 内容 正文 评论 评价 反馈 留言 意见 建议 投诉内容 原文"
AT = "at datetime timestamp createdat creationtime createtime created date time"
AT_ZH = " 时间 日期 创建时间 提交时间 发生时间"


def _kind(*fields: Field) -> tuple[Field, ...]:
    return (*fields, CUSTOMER, *PLACES, *PEOPLE)


FIELDS: dict[str, tuple[Field, ...]] = {
    "feedback": _kind(
        _field("text", Sort.TEXT, TEXT + TEXT_ZH),
        _field(
            "at",
            Sort.INSTANT,
            "reviewcreationdate reviewdate reviewtime commenttime commentdate tweetcreated posttime publishedat contactdate "
            + AT
            + " 评论日期 评论时间 评价时间 留言时间 反馈时间 发布时间 发表时间 购买时间"
            + AT_ZH,
        ),
        _field(
            "external_id",
            Sort.KEY,
            "reviewid feedbackid commentid tweetid contentid complaintid messageid rowid id uuid index"
            " 评论编号 评论id 评价编号 留言编号 反馈编号 投诉编号 编号 序号",
        ),
        _field("title", Sort.TEXT, "title headline reviewtitle reviewcommenttitle subject 标题 留言主题 主题"),
        _field(
            "rating", Sort.NUMBER, "rating reviewscore overallrating stars star score 评分 星级 得分 打分 总评分 分数"
        ),
        _field("rating_scale", Sort.NUMBER),
        _field("kind", Sort.CODE, "kind feedbacktype 反馈类型"),
        _field("language", Sort.CODE, "language lang 语言 语种"),
        _field("speaker", Sort.CODE, "speaker"),
    ),
    "orders": _kind(
        _field(
            "external_id",
            Sort.KEY,
            "orderid orderno ordernumber invoiceno invoice id 订单号 订单编号 订单id 单号 交易号",
            needed=True,
        ),
        _field(
            "at",
            Sort.INSTANT,
            "orderpurchasetimestamp orderdate ordertime invoicedate purchasedate purchasetime orderedat paidat "
            + AT
            + " 下单时间 订单时间 订单日期 购买时间 付款时间 支付时间 成交时间"
            + AT_ZH,
            needed=True,
        ),
        _field(
            "amount",
            Sort.NUMBER,
            "amount orderamount totalamount total paymentvalue orderproductsvalue dollarvalue revenue"
            " 订单金额 实付金额 实付款 支付金额 金额 总价 总金额 消费金额",
        ),
        _field("currency", Sort.CODE, "currency 币种 货币"),
        _field("status", Sort.CODE, "orderstatus status state 订单状态 状态"),
        _field(
            "promised_at",
            Sort.INSTANT,
            "promisedat orderestimateddeliverydate estimateddelivery promiseddelivery 预计送达时间 承诺送达时间 预计送达 承诺时间",
        ),
        _field(
            "delivered_at",
            Sort.INSTANT,
            "deliveredat orderdeliveredcustomerdate deliverydate deliveredtime 送达时间 签收时间 收货时间 实际送达时间",
        ),
        _field("item", Sort.TEXT, "description itemname productname item product 商品名称 菜品名称 商品"),
        _field("quantity", Sort.NUMBER, "quantity qty numberofcds 数量 件数 份数"),
        _field("price", Sort.NUMBER, "unitprice price 单价 价格"),
    ),
    "events": _kind(
        _field(
            "name",
            Sort.CODE,
            "eventname eventtype event action activity name 事件名称 事件名 事件 行为类型 行为 动作",
            needed=True,
        ),
        _field("at", Sort.INSTANT, "eventtime occurredat " + AT + " 事件时间 行为时间 发生时间" + AT_ZH, needed=True),
        _field("external_id", Sort.KEY, "eventid messageid id uuid 事件id 事件编号"),
        _field("session", Sort.KEY, "usersession sessionid session 会话id 会话"),
        _field("anonymous", Sort.KEY, "anonymousid deviceid cookieid distinctid visitorid 设备号 设备id 匿名id"),
    ),
    "conversations": _kind(
        _field(
            "conversation",
            Sort.KEY,
            "conversationid conversation dialogueid dialogid chatid sessionid session callid id 会话编号 会话id 对话编号 通话编号 会话",
            needed=True,
        ),
        _field("text", Sort.TEXT, TEXT + " said 发言内容 消息内容 话术" + TEXT_ZH, needed=True),
        _field(
            "speaker", Sort.CODE, "speaker sender role from speakertype 发言人 说话人 角色 发送方 发送者", needed=True
        ),
        _field("at", Sort.INSTANT, "senttime sentat " + AT + " 发送时间 消息时间 会话时间" + AT_ZH),
        _field("n", Sort.NUMBER, "n turn turnno seq sequence position 序号 轮次"),
        _field("agent", Sort.KEY, "agentid agent staffid staff 客服工号 坐席工号 坐席 客服id 客服"),
        _field("queue", Sort.CODE, "queue skillgroup team 队列 技能组 客服组"),
        _field("offset", Sort.NUMBER, "offset"),
        _field("kind", Sort.CODE, "kind"),
    ),
    "customers": (
        CUSTOMER,
        _field("customer.name", Sort.PERSON, "name " + " ".join(PEOPLE[0].names)),
        *PEOPLE[1:],
        _field("customer.city", Sort.PERSON, "city customercity 城市 所在城市 所在地"),
        _field(
            "joined_at",
            Sort.INSTANT,
            "joinedat joindate registeredat registrationdate signupdate createdat enrolledat 注册时间 入会时间 注册日期 入会日期 开卡时间",
        ),
        _field(
            "tier", Sort.CODE, "tier membershiptier loyaltycard level memberlevel grade 会员等级 会员级别 等级 级别"
        ),
    ),
    # No guess of a brand from a column of airlines or hotels: a survey asks about ourselves.
    "answers": (
        *(
            field if field.name != "brand" else _field("brand", Sort.CODE, "brand brandname 品牌 品牌名称")
            for field in (CUSTOMER, *PLACES, *PEOPLE)
        ),
        _field(
            "response",
            Sort.KEY,
            "responseid respondentid respnum response submissionid answersheetid id 答卷编号 答卷id 答卷 作答编号 序号",
        ),
        _field(
            "at",
            Sort.INSTANT,
            "submittedat answeredat completedat responsedate interviewdate "
            + AT
            + " 提交答卷时间 提交时间 作答时间 答题时间"
            + AT_ZH,
        ),
        _field("question", Sort.CODE, "questioncode questionid question 题号 题目编号 题目 问题"),
        _field("instrument", Sort.CODE, "instrument metric 指标 量表"),
        _field("score", Sort.NUMBER, "score rating value points 得分 分数 评分 分值"),
        _field("choice", Sort.TEXT, "choice option answer 选项 答案 选择"),
        _field("text", Sort.TEXT, "text comment verbatim reason openanswer 文本 原因 意见 建议 填空"),
        _field("survey", Sort.CODE, "surveycode surveyid survey questionnaire 问卷编号 问卷名称 问卷"),
        _field("version", Sort.CODE, "version surveyversion 版本"),
        _field("weight", Sort.NUMBER, "weight samplingweight wgt 权重"),
        _field("scale_min", Sort.NUMBER, "scalemin 最低分"),
        _field("scale_max", Sort.NUMBER, "scalemax 最高分"),
    ),
}


def fields_of(kind: str) -> dict[str, Field]:
    return {field.name: field for field in FIELDS[kind]}
