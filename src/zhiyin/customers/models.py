"""Records of this stage."""

from zhiyin.customers.identity.models import Key
from zhiyin.customers.profiles.models import Customer

__all__ = ["Customer", "Key"]
