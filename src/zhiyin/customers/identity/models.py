from django.db import models

from zhiyin.customers.profiles.models import Customer


class Key(models.Model):
    """One thing that a source calls a customer by."""

    ID, PHONE, EMAIL = "id", "phone", "email"

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="key_set", related_query_name="key")
    kind = models.CharField(max_length=8)
    space = models.CharField(max_length=80, default="")
    """Whose numbers these are; empty for the company's own."""
    value = models.CharField(max_length=200)
    """The number itself; of phones and e-mail addresses a keyed hash."""
    batch = models.CharField(max_length=80, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("value", "kind", "space"), name="one_customer_a_key"),)

    def __str__(self) -> str:
        return f"{self.kind}:{self.space}:{self.value}"
