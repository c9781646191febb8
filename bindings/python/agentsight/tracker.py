"""The tracker."""

import asyncio
import functools
import logging
import os
from datetime import datetime
from types import TracebackType
from typing import Any, Dict, List, Optional, Type, TypeVar, Union

from agentsight import _core, _files, _options, _processes, _report, _summary, _times
from agentsight.config import WIRES, Config
from agentsight.enums import AttachmentMode, LogLevel, Sender
from agentsight.exceptions import (ConversationApiException, ConversationNetworkException,
                                   MissingConversationIdException, NoApiKeyException, NoDataToSendException)
from agentsight.types import AttachmentInput

Self = TypeVar("Self", bound="ConversationTracker")
Metadata = Optional[Dict[str, Any]]

SEND_SECONDS = 30.0
POLICIES = ("reject", "drop_oldest", "block", "spool")  # in the order of ags_when_full
_UNSET: Any = object()
_LONGEST_MS = 2**32 - 1
_API_STATUSES = (16, 17, 18)  # AGS_ERROR_UNAUTHORIZED, AGS_ERROR_REFUSED, AGS_ERROR_SERVER

_processes.watch()


class ConversationTracker(_core.Tracker):
    """Records conversations for one API key; :meth:`send_tracked_data` delivers them.

    A tracking call copies what it is given and returns in tens of nanoseconds. Any thread may call any method. Texts
    and values that break a rule raise an exception that names both, and nothing is recorded.

    :param api_key, conversation_id, endpoint, log_level: see :class:`agentsight.config.Config`.
    :param config: settings made before, which the other arguments change.
    :param wire: ``ingest`` (default): batches, each event stored once however often it is sent. ``rest``: a request
        for each event, as the published clients 0.0.x make them, for a server that knows nothing else.
    :param ca_file: PEM file of trusted roots, in place of the system's.
    :param memory_limit: bytes that unsent events may take; 256 MiB.
    :param when_full: what a tracking call does then. ``reject`` (default): raises :class:`BufferFullException`.
        ``drop_oldest``: gives up the oldest events. ``block``: waits until room is made, with the interpreter's lock
        released, and raises after ``block_timeout_ms`` (1,000). ``spool``: what lies in files of ``spool_directory``,
        which this needs, does not count; it goes on up to ``spool_limit``.
    :param spool_directory: AGENTSIGHT_SPOOL_DIRECTORY; a directory of this user's own, made if missing, in which unsent
        events outlive the process, however it ends: the next tracker with the same directory, key and environment sends
        them. Their texts lie there unencrypted, readable by this user alone. Many processes may share it.
    :param spool_limit: bytes that this tracker's files may take; 1 GiB. What does not fit stays in memory alone.
    :param batch_events: events in one request at most; 1,000.
    :param send_every_events, send_every_ms: automatic sending; without them nothing is sent that you do not send.
    :param connect_timeout_ms, request_timeout_ms: 5,000 and 30,000.
    :param close_timeout_ms: how long the end of the tracker, or of the process, may take to send what still waits;
        2,000. 0: it is given up, or with ``spool_directory`` left to the next tracker.
    :param text_limit: characters that a text may have before it is cut; 16,384.
    :param allow_insecure_http: accept ``http://`` outside loopback; key and texts travel in clear.
    :raises NoApiKeyException, InvalidApiKeyException: for the key.
    :raises ValueError: for another setting that breaks its rule. TypeError: for one of another type.
    """

    def __init__(self, api_key: Optional[str] = None, conversation_id: Optional[str] = None,
                 endpoint: Optional[str] = None, log_level: Union[LogLevel, str, None] = None,
                 config: Optional[Config] = None, *, environment: Any = None, app_url: Optional[str] = None,
                 token_handler: Any = None, wire: Optional[str] = None, when_full: Optional[str] = None,
                 spool_directory: Union[str, "os.PathLike[str]", None] = None, **options: Any) -> None:
        if config is not None and not isinstance(config, Config):
            raise TypeError(f"config: must be a Config, not {type(config).__name__}")
        self.config = config if config is not None else Config()
        self.config.configure(api_key=api_key, conversation_id=conversation_id, endpoint=endpoint,
                              log_level=log_level, environment=environment, app_url=app_url,
                              token_handler=token_handler, wire=wire)
        if not self.config.api_key:
            raise NoApiKeyException()
        if when_full is not None:
            options["when_full"] = _policy(when_full)
        if spool_directory is None:
            spool_directory = os.environ.get("AGENTSIGHT_SPOOL_DIRECTORY") or None
        if spool_directory is not None:
            options["spool_directory"] = _options.path("spool_directory", spool_directory)
        self._open(api_key=self.config.api_key, endpoint=self.config.endpoint, environment=self.config.environment,
                   wire=WIRES.index(self.config.wire), **_options.checked(options))
        self._set_conversation(self.config.conversation_id)
        self.config._followers.add(self)

    def __reduce__(self) -> Any:
        raise TypeError("a tracker cannot be copied or pickled; make one in each process")

    def configure(self, api_key: Optional[str] = _UNSET, conversation_id: Optional[str] = None,
                  endpoint: Optional[str] = None, log_level: Union[LogLevel, str, None] = None,
                  **kwargs: Any) -> None:
        """Changes what is given, or with an exception nothing. A new key or endpoint holds for all requests from now
        on, and for what waits."""
        if api_key is not _UNSET and not (api_key or "").strip():
            raise NoApiKeyException()
        self.config.configure(api_key=None if api_key is _UNSET else api_key, conversation_id=conversation_id,
                              endpoint=endpoint, log_level=log_level, **kwargs)

    # ---- tracking: see also the methods of _core.Tracker

    def track_action(self, action_name: str, started_at: Union[str, datetime, None] = None,
                     ended_at: Union[str, datetime, None] = None, duration_ms: Union[int, float, None] = None,
                     tools_used: Metadata = None, response: Optional[str] = None, error_msg: Optional[str] = None,
                     metadata: Metadata = None, *, conversation_id: Optional[str] = None) -> None:
        """Records something the agent did: a tool call, a task, a hand-over to a person.

        :param started_at, ended_at: ISO 8601 text or datetime; UTC where they name no zone.
        :param duration_ms: milliseconds. Any two of the three times give the third.
        :param error_msg: why it failed; marks the action as failed.
        :raises InvalidConversationDataException: for a blank name, a time that is none, an end before the start.
        """
        self._track_action(action_name, _times.nanoseconds("started_at", started_at),
                           _times.nanoseconds("ended_at", ended_at), _times.duration(duration_ms), tools_used,
                           response, error_msg, metadata, conversation_id)

    def track_attachments(self, attachments: List[AttachmentInput], sender: Union[Sender, str, None] = None,
                          metadata: Metadata = None, mode: Union[str, AttachmentMode] = AttachmentMode.BASE64.value,
                          *, conversation_id: Optional[str] = None) -> None:
        """Records 1 to 10 files of at most 25 MiB.

        :param attachments: dicts with ``filename``, ``mime_type`` and ``data``: base64 text, or with the mode
            ``form_data`` bytes or a file opened in binary mode, where names and types may be missing.
        :param sender: ``end_user`` (default) or ``agent``.
        :raises InvalidAttachmentException: for a file that breaks a rule. ValueError: for an unknown mode or sender.
        """
        files = _files.prepare(attachments, mode)
        self._track_files(files.files, _is_agent(sender), files.form, metadata, conversation_id)

    def _prepare_files(self, attachments: Any, mode: Any) -> _files.Files:
        return _files.prepare(attachments, mode)

    def _track_message_files(self, files: _files.Files, from_agent: bool, metadata: Metadata,
                             conversation_id: Optional[str]) -> None:
        self._track_files(files.files, from_agent, files.form, metadata, conversation_id, True)

    def get_or_create_conversation(self, conversation_id: str, customer_id: Optional[str] = None,
                                   customer_ip_address: Optional[str] = None, device: Optional[str] = None,
                                   source: Optional[str] = None, language: Optional[str] = None,
                                   name: Optional[str] = None, environment: str = "production",
                                   metadata: Metadata = None) -> None:
        """Records what is known about a conversation, and makes it the one of calls that name none."""
        self._require_id(conversation_id)
        self._track_conversation(False, conversation_id, customer_id, customer_ip_address, device, source, language,
                                 name, self.config.environment or environment, metadata)
        self.config.conversation_id = conversation_id

    def initialize_conversation(self, conversation_id: str, customer_id: Optional[str] = None,
                                customer_ip_address: Optional[str] = None, device: Optional[str] = None,
                                source: Optional[str] = None, language: Optional[str] = None,
                                name: Optional[str] = None, environment: str = "production",
                                metadata: Metadata = None, *, timeout: Optional[float] = SEND_SECONDS) -> None:
        """Records a visit (somebody opened the chat and has said nothing yet) and sends it at once, with what waits in
        this conversation.

        :raises ConversationNetworkException, ConversationApiException: when that failed. The visit is not lost: it
            waits for the next sending.
        """
        self._require_id(conversation_id)
        timeout_ms = _milliseconds(timeout)
        self._track_conversation(True, conversation_id, customer_id, customer_ip_address, device, source, language,
                                 name, self.config.environment or environment, metadata)
        status, sentence, http_status, _ = self._send(conversation_id, timeout_ms)
        if status in _API_STATUSES:
            raise ConversationApiException(sentence, status_code=http_status)
        if status != 0:
            raise ConversationNetworkException(sentence)

    @staticmethod
    def _require_id(conversation_id: Any) -> None:
        if not isinstance(conversation_id, str) or not conversation_id.strip():
            raise MissingConversationIdException()

    def _make_up_conversation(self) -> str:
        """The current conversation's id, made up where there is none."""
        if not self.config.conversation_id:
            self.config.conversation_id = _core.generate_conversation_id()
        assert self.config.conversation_id is not None
        return self.config.conversation_id

    # ---- sending

    def send_tracked_data(self, conversation_id: Optional[str] = None, *,
                          timeout: Optional[float] = SEND_SECONDS) -> Dict[str, Any]:
        """Delivers what waits, of all conversations or of one, and says what became of each event.

        Other threads go on meanwhile. What could not be delivered stays for the next call.

        :param timeout: seconds, not negative; None waits as long as it takes.
        :returns: ``{"items": [...], "summary": {...}}``. An item has ``index``, ``type``, ``timestamp``,
            ``conversation_id`` and ``success``, and with it ``response`` or ``error``. The summary counts what was
            delivered by ``questions``, ``answers``, ``attachments``, ``actions`` and ``buttons``, and ``errors``.
        :raises NoDataToSendException: when nothing waits.
        """
        status, sentence, _, told = self._send(conversation_id, _milliseconds(timeout))
        left = self._pending(conversation_id) if status != 0 else []
        items = _report.latest(told, left)
        if not items:
            shown = conversation_id or self._make_up_conversation()
            raise NoDataToSendException(f"No tracked data found for conversation: {shown}")
        return _report.report(items, sentence)

    async def asend_tracked_data(self, conversation_id: Optional[str] = None, *,
                                 timeout: Optional[float] = SEND_SECONDS) -> Dict[str, Any]:
        """:meth:`send_tracked_data` for asyncio. Cancelling it ends the waiting, not the sending."""
        send = functools.partial(self.send_tracked_data, conversation_id, timeout=timeout)
        return await asyncio.get_running_loop().run_in_executor(None, send)

    def discard_tracked_data(self, conversation_id: Optional[str] = None) -> int:
        """Gives up what waits, of all conversations or of one, and says how many events went."""
        return self._discard(conversation_id)

    def get_tracked_data_summary(self, conversation_id: Optional[str] = None) -> Dict[str, Any]:
        """What waits in a conversation (default: the current one), in order. Takes time proportional to what waits.

        :returns: ``{"items": [...], "summary": {...}, "conversation_id": ...}``. An item has ``index``, ``type``,
            ``timestamp``, ``data`` (its fields, as the published clients send them) and ``preview``, a few of them made
            short. The summary counts by ``conversation``, ``questions``, ``answers``, ``attachments``, ``actions``,
            ``buttons`` and ``total``.
        """
        shown = conversation_id or self.config.conversation_id
        return _summary.summary(self._tracked(shown) if shown else [], shown)

    def get_token_usage(self, conversation_id: Optional[str] = None) -> Dict[str, int]:
        """Sums of the tokens tracked in a conversation (default: the current one) and not yet delivered; empty where
        there are none."""
        shown = conversation_id or self.config.conversation_id
        sums = self._token_sums(shown) if shown else (0, 0, 0, 0)
        names = ("prompt_tokens", "completion_tokens", "total_tokens", "embedding_tokens")
        return dict(zip(names, sums)) if any(sums) else {}

    # ---- with

    def _has_waiting(self) -> bool:
        counts = self.statistics()
        return counts["buffered"] + counts["spooled"] > 0

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
                 traceback: Optional[TracebackType]) -> None:
        """Sends what waits. What cannot be sent is logged, not raised: it would hide what went on in the block."""
        if self._has_waiting():
            _log_left(self.send_tracked_data())

    async def __aenter__(self: Self) -> Self:
        return self

    async def __aexit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
                        traceback: Optional[TracebackType]) -> None:
        if self._has_waiting():
            _log_left(await self.asend_tracked_data())


def _policy(when_full: str) -> int:
    if when_full not in POLICIES:
        raise ValueError(f"when_full: must be reject, drop_oldest, block or spool, not {when_full!r}")
    return POLICIES.index(when_full)


def _is_agent(sender: Union[Sender, str, None]) -> bool:
    known = [member.value for member in Sender]
    if sender is not None and sender not in known:
        raise ValueError(f"sender: must be one of {', '.join(known)}, not {sender!r}")
    return sender == Sender.AGENT


def _milliseconds(seconds: Optional[float]) -> int:
    """For the core, where 0 means for ever."""
    if seconds is None:
        return 0
    if not isinstance(seconds, (int, float)):
        raise TypeError(f"timeout: must be a number of seconds, not {type(seconds).__name__}")
    if not seconds >= 0:
        raise ValueError(f"timeout: must not be negative, not {seconds!r}")
    return max(int(min(seconds * 1000, _LONGEST_MS)), 1)


def _log_left(report: Dict[str, Any]) -> None:
    left = report["summary"]["errors"]
    if left:
        error = next(item["error"] for item in report["items"] if not item["success"])
        logging.getLogger("agentsight").warning("%d events were not delivered: %s", left, error)
