"""The settings of a tracker."""

import json
import logging
import os
import re
import weakref
from enum import Enum
from typing import Any, Callable, Dict, Optional, Union

from agentsight._options import text
from agentsight.enums import Environment, LogLevel, TokenHandlerType
from agentsight.exceptions import InvalidApiKeyException

API_KEY_PATTERN = re.compile(r"ags_[a-f0-9]{32}_[a-f0-9]{6}", re.IGNORECASE)
FIELDS = ("api_key", "endpoint", "app_url", "environment", "conversation_id", "token_handler", "log_level", "wire")
WIRES = ("ingest", "rest")  # in the order of ags_wire
Text = Union[str, Enum, None]


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _handler(value: Union[TokenHandlerType, str, None]) -> Optional[TokenHandlerType]:
    return TokenHandlerType.from_env(value) if isinstance(value, str) else value


def _level(value: Union[LogLevel, str, None]) -> LogLevel:
    return LogLevel.from_string(value if isinstance(value, LogLevel) else text("log_level", value))


def _wire(value: Optional[str]) -> Optional[str]:
    if value is not None and value.lower() not in WIRES:
        raise ValueError(f"wire: must be ingest or rest, not {value!r}")
    return None if value is None else value.lower()


class Config:
    """Settings from arguments, and for those that are not given from the environment.

    Key, endpoint and conversation may be assigned at any time: the trackers that use the settings follow.

    :param api_key: AGENTSIGHT_API_KEY; names the agent.
    :param endpoint: AGENTSIGHT_API_ENDPOINT, or ``https://api.agentsight.io``.
    :param app_url: AGENTSIGHT_APP_URL; used in messages.
    :param environment: AGENTSIGHT_ENVIRONMENT; wins over the ``environment`` of a call.
    :param conversation_id: AGENTSIGHT_CONVERSATION_ID; of calls that name none.
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
        self._api_key: Optional[str] = None
        self._conversation_id: Optional[str] = None
        self._endpoint = "https://api.agentsight.io"
        self.app_url = app_url or variable("AGENTSIGHT_APP_URL") or "https://app.agentsight.io"
        self.environment: Any = None
        self.token_handler: Union[TokenHandlerType, str, None] = None
        self.wire = "ingest"
        level = log_level or variable("AGENTSIGHT_LOG_LEVEL") or None
        self.log_level = _level(level)
        self.configure(
            api_key=api_key or variable("AGENTSIGHT_API_KEY"), endpoint=endpoint or variable("AGENTSIGHT_API_ENDPOINT"),
            environment=environment or variable("AGENTSIGHT_ENVIRONMENT") or None,
            conversation_id=conversation_id or variable("AGENTSIGHT_CONVERSATION_ID"),
            token_handler=token_handler or variable("AGENTSIGHT_TOKEN_HANDLER_TYPE") or None, log_level=level,
            wire=wire or variable("AGENTSIGHT_WIRE") or None)

    def configure(self, api_key: Optional[str] = None, endpoint: Optional[str] = None, app_url: Optional[str] = None,
                  environment: Text = None, conversation_id: Optional[str] = None,
                  token_handler: Union[TokenHandlerType, str, None] = None,
                  log_level: Union[LogLevel, str, None] = None, wire: Optional[str] = None) -> None:
        """Changes what is given, or with an exception nothing.

        :raises TypeError, ValueError, InvalidApiKeyException: naming the setting that breaks its rule.
        """
        given = dict(app_url=text("app_url", app_url), environment=text("environment", _plain(environment)),
                     token_handler=_handler(token_handler), log_level=None if log_level is None else _level(log_level),
                     wire=_wire(text("wire", wire)), api_key=text("api_key", api_key),
                     endpoint=text("endpoint", endpoint) or None, conversation_id=text("conversation_id", conversation_id))
        changes = {name: value for name, value in given.items() if value is not None}
        before = {name: getattr(self, name) for name in changes}
        try:
            for name, value in changes.items():
                setattr(self, name, value)
        except Exception:
            for name, value in before.items():
                setattr(self, name, value)
            raise
        if log_level is not None:
            logging.getLogger("agentsight").setLevel(self.log_level.value)

    @property
    def api_key(self) -> Optional[str]:
        """The key of requests that begin from now on, of what waits too."""
        return self._api_key

    @api_key.setter
    def api_key(self, value: Optional[str]) -> None:
        value = value if value is not None and value.strip() else None
        if value is not None and not API_KEY_PATTERN.fullmatch(value):
            raise InvalidApiKeyException(value, self.app_url)
        for tracker in self._followers:
            tracker._reconfigure(value, None)
        self._api_key = value

    @property
    def endpoint(self) -> str:
        """Where requests that begin from now on go, with what waits too."""
        return self._endpoint

    @endpoint.setter
    def endpoint(self, value: str) -> None:
        for tracker in self._followers:
            tracker._reconfigure(None, value)
        self._endpoint = value

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
