"""Anticipated failures: a stable code, a sentence a person can act on, named fields, an HTTP meaning.

Everything that a user can bring about raises a subclass of `ZhiyinError`; doors (web, api, cli) render it in their own
way. Anything else is a bug and propagates. Subclasses live beside the code that raises them.
"""

from collections.abc import Mapping


class ZhiyinError(Exception):
    """`message` is a translatable sentence with `{named}` places filled from `fields`: what, where, what to do."""

    code = "error"
    status = 400

    def __init__(self, message: object, **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.fields: Mapping[str, object] = fields

    def __str__(self) -> str:
        return str(self.message).format(**self.fields) if self.fields else str(self.message)


class NotFound(ZhiyinError):
    code = "not_found"
    status = 404


class Forbidden(ZhiyinError):
    code = "forbidden"
    status = 403


class Invalid(ZhiyinError):
    """Input that cannot be used as it is; `fields` name the place."""

    code = "invalid"
    status = 422


class Conflict(ZhiyinError):
    """Somebody else changed it meanwhile, or the same key was used for something different."""

    code = "conflict"
    status = 409
