from zhiyin.kit.errors import Conflict, Invalid


class TooLarge(Invalid):
    code = "too_large"
    status = 413


class KeyReused(Conflict):
    code = "idempotency_key_reused"
