"""A language model at an OpenAI-compatible address: one question, one answer."""

from zhiyin.connectors.chat.values import Endpoint, Reply
from zhiyin.connectors.chat.wire import chat

__all__ = ["Endpoint", "Reply", "chat"]
