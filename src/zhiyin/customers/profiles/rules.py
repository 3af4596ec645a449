"""What may be shown of a person to somebody who may not know who it is."""


def mask_phone(phone: str) -> str:
    """138****1234"""
    digits = phone.strip()
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 8 else "****" if digits else ""


def mask_email(email: str) -> str:
    name, at, host = email.partition("@")
    return f"{name[:1]}***@{host}" if at else "***" if email else ""


def mask_name(name: str) -> str:
    """王芳 → 王*, John Smith → J***"""
    plain = name.strip()
    if not plain:
        return ""
    return plain[0] + ("***" if plain.isascii() else "*" * max(len(plain) - 1, 1))


def mask_key(key: str) -> str:
    return f"{key[:2]}***{key[-2:]}" if len(key) > 5 else "***"
