"""The settings of a tracker."""

import json
import logging
import os
import re
import weakref
from enum import Enum
from typing import Any, Callable, Dict, Optional, Union

from agentsight.enums import Environment, LogLevel, TokenHandlerType
from agentsight.exceptions import InvalidApiKeyException

API_KEY_PATTERN = re.compile(r"ags_[a-f0-9]{32}_[a-f0-9]{6}", re.IGNORECASE)
FIELDS = ("api_key", "endpoint", "app_url", "environment", "conversation_id", "token_handler", "log_level", "wire")
WIRES = ("ingest", "rest")  # in the order of ags_wire
Text = Union[str, Enum, None]


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


class Config:
    """Settings from arguments, and for those that are not given from the environment.

    :param api_key: AGENTSIGHT_API_KEY; names the agent.
    :param endpoint: AGENTSIGHT_API_ENDPOINT, or ``https://api.agentsight.io``.
    :param app_url: AGENTSIGHT_APP_URL; used in messages.
    :param environment: AGENTSIGHT_ENVIRONMENT; wins over the ``environment`` of a call.
    :param conversation_id: AGENTSIGHT_CONVERSATION_ID; of calls that name none. May be assigned at any time.
    :param token_handler: AGENTSIGHT_TOKEN_HANDLER_TYPE; kept, and without effect, as in the published clients.
    :param log_level: AGENTSIGHT_LOG_LEVEL; the level of the logger ``agentsight``, which is left alone without it.
    :param wire: AGENTSIGHT_WIRE; ``ingest`` (default) or ``rest``.
    :raises InvalidApiKeyException: when the key does not have the form of one.
    """

    def __init__(self, api_key: Optional[str] = None, endpoint: Optional[str] = None, app_url: Optional[str] = None,
                 environment: Text = None, conversation_id: Optional[str] = None,
                 token_handler: Union[TokenHandlerType, str, None] = None,
                 log_level: Union[LogLevel, str, None] = None, wire: Optional[str] = None) -> None:
        variable = os.environ.get
        self._followers: "weakref.WeakSet[Any]" = weakref.WeakSet()
        self._conversation_id: Optional[str] = None
        self.api_key = api_key or variable("AGENTSIGHT_API_KEY")
        self.endpoint = endpoint or variable("AGENTSIGHT_API_ENDPOINT") or "https://api.agentsight.io"
        self.app_url = app_url or variable("AGENTSIGHT_APP_URL") or "https://app.agentsight.io"
        self.environment = _plain(environment or variable("AGENTSIGHT_ENVIRONMENT") or None)
        self.token_handler = token_handler or variable("AGENTSIGHT_TOKEN_HANDLER_TYPE") or None
        self.wire = wire or variable("AGENTSIGHT_WIRE") or "ingest"
        self.conversation_id = conversation_id or variable("AGENTSIGHT_CONVERSATION_ID")
        level = log_level or variable("AGENTSIGHT_LOG_LEVEL")
        self.log_level = LogLevel.from_string(level)
        self._check()
        if level:
            self._apply_log_level()

    def configure(self, api_key: Optional[str] = None, endpoint: Optional[str] = None, app_url: Optional[str] = None,
                  environment: Text = None, conversation_id: Optional[str] = None,
                  token_handler: Union[TokenHandlerType, str, None] = None,
                  log_level: Union[LogLevel, str, None] = None, wire: Optional[str] = None) -> None:
        """Changes what is given."""
        given = dict(api_key=api_key, endpoint=endpoint, app_url=app_url, environment=_plain(environment),
                     conversation_id=conversation_id, token_handler=token_handler, wire=wire)
        for name, value in given.items():
            if value is not None:
                setattr(self, name, value)
        if log_level is not None:
            self.log_level = LogLevel.from_string(log_level)
            self._apply_log_level()
        self._check()

    def _check(self) -> None:
        if self.api_key is not None and not self.api_key.strip():
            self.api_key = None
        if self.api_key is not None and not API_KEY_PATTERN.fullmatch(self.api_key):
            raise InvalidApiKeyException(self.api_key, self.app_url)
        self.wire = self.wire.lower()
        if self.wire not in WIRES:
            raise ValueError(f"wire: must be ingest or rest, not {self.wire!r}")
        if isinstance(self.token_handler, str):
            self.token_handler = TokenHandlerType.from_env(self.token_handler)

    def _apply_log_level(self) -> None:
        logging.getLogger("agentsight").setLevel(self.log_level.value)

    @property
    def conversation_id(self) -> Optional[str]:
        """The conversation of calls that name none."""
        return self._conversation_id

    @conversation_id.setter
    def conversation_id(self, value: Optional[str]) -> None:
        value = value or None
        for tracker in self._followers:
            tracker._set_conversation(value)
        self._conversation_id = value

    def dict(self) -> Dict[str, Any]:
        """All settings by name."""
        return {name: getattr(self, name) for name in FIELDS}

    def json(self) -> str:
        """All settings as a JSON object. It holds the API key."""
        to_plain: Callable[[Any], Any] = _plain
        return json.dumps(self.dict(), default=to_plain)
