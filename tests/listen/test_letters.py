"""What a letter itself says: what it quotes and how it is signed is cut, what somebody says never is."""
# ruff: noqa: E501  a letter a line

import pytest

from zhiyin.listen.imports.reading.voices.letters import own_words

SAID = "快递等了三天。"
COLD = "The soup was cold."


@pytest.mark.parametrize(
    "separator",
    [
        "------------------&nbsp;原始邮件&nbsp;------------------",
        "------------------ 原始邮件 ------------------",
        "------------------\xa0Original\xa0------------------",
    ],
)
def test_what_qq_mail_quotes_is_cut(separator: str) -> None:
    quoted = '发件人:&nbsp;"客服"<care@shop.cn&gt;;\n发送时间:&nbsp;2026年5月1日(星期五) 上午10:00\n\n抱歉'
    assert own_words(f"{SAID}&nbsp;\n\n{separator}\n{quoted}") == SAID


SIGNED = {
    "NetEase": f"{SAID}\n| |\nwangfang\n|\n|\nwangfang@163.com\n|\n签名由网易邮箱大师定制",
    "NetEase, with spaces": f"{SAID}\n\n\n| |\n快乐的鱼\n|\n|\n邮箱：fish@163.com\n|\n\n签名由 网易邮箱大师 定制",
    "NetEase, without its last line": f"{SAID}\n| |\nwangfang\n|\n|\nwangfang@163.com\n|",
    "NetEase, short": f"{SAID}\nwangfang\nwangfang@163.com",
    "NetEase, short, apart": f"{SAID}\n\nWangFang\nwangfang@163.com\n",
    "Foxmail": f"{SAID}\n\n\n王芳\n某某科技（深圳）有限公司\n13812345678",
    "Foxmail, more of it": f"{SAID}\n\n王芳 市场部经理\n某某公司\n电话：010-8234 5678 | 手机：138 1234 5678\nQQ：123456789\n地址：朝阳区1号",
    "Foxmail, English": f"{COLD}\n\nAnn Smith\nHead of Sales, Acme Ltd.\nTel: (555) 123-4567\nwww.acme.com",
    "a blank line within": f"{SAID}\n\n王芳\n\n13812345678",
    "thanks": f"{COLD}\n\nThanks,\nAnn",
    "thanks again": f"{COLD}\n\nMany thanks and best regards,\n\nAnn Smith\nAcme Ltd",
    "a name on the line of the regards": f"{COLD}\n\nBest regards, Ann Smith\nAcme Ltd\n+44 20 7946 0958",
    "a number cut short": f"{COLD}\nBest regards, Ann Smith\nAcme Ltd\n+44...",
    "wishes": f"{SAID}\n\n祝工作顺利\n王芳\n某某公司",
    "wishes and marks": f"{SAID}\n祝您生活愉快！\n老王",
    "a formal letter": f"{SAID}\n此致\n敬礼！\n\n李女士\n2026年5月1日",
    "thanks and wishes": f"{SAID}\n谢谢！\n祝好\n欧阳小芳",
    "thanks alone": f"{SAID}\n谢谢！",
    "thanks and regards": f"{COLD}\n\nThanks & Regards\nRAVI KUMAR\nSenior Manager | Acme & Sons Ltd.\nM: +44 7700 900123",
    "thanks and a block apart": f"{SAID}\n谢谢\n\n王芳\n某某公司\n13812345678",
    "a telephone too": f"{SAID}\n\nBest regards\nAnn\n发自我的iPhone",
}


@pytest.mark.parametrize("name", SIGNED)
def test_a_signature_at_the_end_is_cut(name: str) -> None:
    assert own_words(SIGNED[name]) in (SAID, COLD)


STAYS = [
    "谢谢！请尽快退款",
    f"{SAID}\n谢谢！请尽快退款",
    f"{SAID}\n谢谢！\n请尽快退款",
    f"{SAID}\n谢谢\n马上退",
    f"{SAID}\n谢谢\n态度最差的公司",
    f"{SAID}\n谢谢！\n王芳\n还有，汤是凉的。",
    "谢谢\n王芳",
    "王芳\n某某公司\n13812345678",
    "Thanks, but the soup was cold.",
    f"{COLD}\nThanks, but the soup was cold.",
    f"{COLD}\nThanks\nPlease refund me",
    f"{COLD}\nThanks,\nREFUND ME NOW",
    f"{COLD}\nThanks,\nTerrible.",
    f"{COLD}\nRegards the room, it was small",
    f"{COLD}\nBest Buy was better",
    f"{COLD}\n\nBest regards,\nAnn\n\nPS: and the tea too",
    f"{COLD}\n\nNo Sugar\nNo Milk",
    f"{SAID}\n请退款到：\n\n王芳\n某某银行\n13812345678",
    f"{SAID}\n请联系：\nwangfang\nwangfang@163.com",
    f"{SAID}\n我的邮箱是\nwangfang@163.com",
    f"{SAID}\n\n订单号 20260501123\n13812345678",
    f"{SAID}\n\n13812345678",
    f"{SAID}\n| |\n很差",
]


@pytest.mark.parametrize("letter", STAYS)
def test_what_is_said_stays(letter: str) -> None:
    assert own_words(letter) == letter


def test_only_the_names_go_behind_a_sentence_that_thanks() -> None:
    assert own_words(f"{SAID}请退款，谢谢！\n王芳\n某某公司") == f"{SAID}请退款，谢谢！"
    assert own_words(f"{COLD} Thanks,\nAnn") == f"{COLD} Thanks,"
