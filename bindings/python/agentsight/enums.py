"""The enumerations of the published clients, with their names and values."""

from enum import Enum
from typing import Optional, Type, TypeVar, Union

Choice = TypeVar("Choice", bound=Enum)


def _choose(enum: Type[Choice], what: str, value: Optional[str]) -> Optional[Choice]:
    if not value:
        return None
    try:
        return enum(value)
    except ValueError:
        known = ", ".join(str(member.value) for member in enum)
        raise ValueError(f"{what}: must be one of {known}, not {value!r}") from None


class LogLevel(str, Enum):
    """Severities, under the names that ``logging`` gives them."""

    CRITICAL = "CRITICAL"
    ERROR = "ERROR"
    WARNING = "WARNING"
    INFO = "INFO"
    DEBUG = "DEBUG"

    @classmethod
    def from_string(cls, level: Union[str, "LogLevel", None]) -> "LogLevel":
        """The level of this name in any case; INFO for a name that is unknown, empty or None."""
        if isinstance(level, cls):
            return level
        try:
            return cls((level or "INFO").upper())
        except ValueError:
            return cls.INFO


class AgentType(Enum):
    CHATBOT = "chatbot"
    AGENT = "agent"
    VOICE = "voice"
    CUSTOM = "custom"


class AttachmentMode(Enum):
    """How files travel: inside JSON, or as multipart/form-data."""

    BASE64 = "base64"
    FORM_DATA = "form_data"


class Sender(str, Enum):
    """Who said something."""

    USER = "end_user"
    AGENT = "agent"
    SYSTEM = "system"


class Environment(Enum):
    PRODUCTION = "production"
    DEVELOPMENT = "development"

    @classmethod
    def from_env(cls, value: Optional[str]) -> Optional["Environment"]:
        """None for an empty value; ValueError for an unknown one."""
        return _choose(cls, "environment", value)


class TokenHandlerType(Enum):
    LLAMAINDEX = "llamaindex"
    LANGCHAIN = "langchain"

    @classmethod
    def from_env(cls, value: Optional[str]) -> Optional["TokenHandlerType"]:
        """None for an empty value; ValueError for an unknown one."""
        return _choose(cls, "token handler type", value)


class Sentiment(str, Enum):
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
