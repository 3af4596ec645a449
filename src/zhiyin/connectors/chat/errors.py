"""Why no answer came: one sentence each, and whether the server may have worked, so that it may be on the bill."""

from zhiyin.kit.errors import Invalid, ZhiyinError


class BadAddress(Invalid):
    code = "bad_address"


class NoAnswer(ZhiyinError):
    code = "no_answer"
    status = 502
    billed = False


class Unreachable(NoAnswer):
    code = "unreachable"


class TooSlow(NoAnswer):
    code = "too_slow"
    status = 504
    billed = True


class KeyRefused(NoAnswer):
    code = "key_refused"


class NotThere(NoAnswer):
    code = "not_there"


class Redirected(NoAnswer):
    code = "redirected"


class AskedToWait(NoAnswer):
    code = "asked_to_wait"


class Refused(NoAnswer):
    code = "refused"


class Unreadable(NoAnswer):
    code = "unreadable"
    billed = True


class TooLong(NoAnswer):
    code = "too_long"
    billed = True
