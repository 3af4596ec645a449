"""Who somebody says they are, and under which name they chat or write. Only where the words before leave no doubt."""
# ruff: noqa: E501  a pattern is one line

import re

Match = re.Match[str]
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛"
    "伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单"
    "包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计"
)
DOUBLE = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|南宫|长孙|宇文|轩辕|独孤"
# Nobody is called so: what follows 我叫 is then a dish, a car, a waiter.
NEVER = "便找查适间法式应该当需方的了吗呢吧啊呀嘛么不没是在来去给拿点要和跟与也都就又再把被让您你我他她它们这那哪个份两杯碗盘瓶单辆次位下饭菜面汤粥鸡鸭鱼肉虾茶奶饼饺车房货餐水服务客师傅经理外卖店员工早晚天年月日时分钱块元很太真好差快慢退换修"
GIVEN = f"[^\\W{NEVER}\\dA-Za-z_]{{1,2}}"
FULL = rf"(?:(?:{DOUBLE})|[{SURNAMES}]){GIVEN}"
END = r"(?=$|[\s，,。.！!；;、?？（(）)～~…\-—]|今年|来自|电话|手机|联系|身份|住|家住|的|是|我|，|微信)"
TITLE = r"(?:先生|女士|小姐|太太|老师|同学|阿姨|医生)"
CUED = re.compile(
    rf"((?:我叫做?|我的名字[叫是]|本人(?:名?叫|姓名)|名叫|(?:姓名|收货人|收件人|寄件人|入住人)(?:是|为)?[:：]?|(?:联系人|客户名?|乘客|户主)[是为:：]) ?)({FULL}){END}"
)
TITLED = re.compile(
    rf"((?:我[是叫姓]|我这边是|这里是|这边是|本人|免贵姓|联系人[:：]?|收货人[:：]?) ?)((?:{DOUBLE}|[{SURNAMES}])(?:{GIVEN})?)({TITLE})"
)
SURNAME = re.compile(rf"((?:我|免贵|本人)姓)((?:{DOUBLE})|[{SURNAMES}])(?![一-龥](?<!名叫))")
WORDS = r"[A-Z][a-z'’]{1,20}(?:[ \-][A-Z][a-z'’]{1,20}){0,2}"
NOT_NAMES = r"(?!(?:not|on|in|the|a|an|spelled|wrong|still|listed|at|no|missing|misspelled|incorrect|also|under|and|for|too|now|never)\b)"
ENGLISH = re.compile(
    rf"(?<!\w)((?i:my (?:full )?name is|my name['’]s|i am called|name:) )({WORDS}|{NOT_NAMES}[a-z]{{2,20}}(?= |$|[.,!?]))"
)
SIGNED = re.compile(
    rf"(?<!\w)((?i:i am|i['’]m|this is) (?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?)({WORDS})((?i:,? (?:speaking|from room|in room)))"
)
MISTER = re.compile(rf"(?<!\w)((?i:i am|i['’]m|this is) (?:Mr|Mrs|Ms|Miss|Dr)\.? )({WORDS})")
LIKELY = re.compile(
    r"我叫|名字|本人|名叫|姓名|[系货件住]人|寄件|客户名|乘客|户主|我[是姓]|[里边]是|免贵|(?i:name|i am|i['’]m|this is)"
)

CHAT = r"(?:微信|薇信|威信|微❤|(?i:wechat|weixin))"
SHORT = r"(?:(?i:vx|wx|v信)|加[vV])"
HANDLE = r"((?!(?i:pay|iphone|android|ipad|ios|app|wechat|weixin|login|official|store|shop|com|mini))[A-Za-z][A-Za-z0-9_\-]{5,19}|[1-9]\d{5,11})(?![A-Za-z0-9_\-])"
WECHAT = re.compile(
    rf"({CHAT}(?:号码?|(?i: ?id| number| account))?(?i: is| )?(?:[是为:：]\s?)+|{CHAT}(?:号码?|(?i: ?id))[是为:：\s]*"
    rf"|加(?:我|个|一下|下)?(?:的)?{CHAT}[号:：\s]*|(?<![A-Za-z0-9/]){SHORT}[号是为:：]+\s?|(?:(?<![A-Za-z0-9/]){SHORT}|{CHAT})[ 搜]{{0,2}}(?=[A-Za-z_\-]*[\d_])){HANDLE}"
)
QQ = re.compile(
    r"((?<![A-Za-z])(?:(?i:qq)|扣扣|企鹅号)(?:号码?)?(?i: is| number)?[是为:：\s]*)([1-9]\d{4,10})(?!\d)(?!版|元|块|人)"
)
CHATS = re.compile(r"微信|薇信|威信|扣扣|企鹅号|微❤|(?i:wechat|weixin|qq|vx|wx|v信|加v)")
EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])([A-Za-z0-9])[A-Za-z0-9._%+\-]{0,63}[@＠]((?:[A-Za-z0-9\-]{1,63}[.．]){1,6}[A-Za-z]{2,12})"
)
