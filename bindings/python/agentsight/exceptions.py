"""What the tracker raises. Names, bases and attributes are those of the published clients 0.0.18 and 0.0.44, so that
``except`` clauses written for them keep working; :class:`BufferFullException` is new."""

from typing import Any, Optional


class NoApiKeyException(Exception):
    """There is no API key: none was given, and AGENTSIGHT_API_KEY is not set."""

    def __init__(self, message: str = "api_key: missing; set it or the variable AGENTSIGHT_API_KEY") -> None:
        super().__init__(message)


class InvalidApiKeyException(Exception):
    """The API key does not have the form of one. The message does not quote it: it may end up in a log."""

    def __init__(self, api_key: Optional[str] = None, app_url: str = "https://app.agentsight.io") -> None:
        super().__init__('api_key: must be "ags_", 32 hex digits, "_" and 6 hex digits; '
                         f"keys are found at {app_url}/settings")


class ApiServerException(Exception):
    """Not raised; here for code that names it."""


class AgentSightClientNotInitializedException(RuntimeError):
    """Not raised; here for code that names it."""


class AgentSightApiJwtExpiredException(Exception):
    """Not raised; here for code that names it."""


class ConversationTrackingException(Exception):
    """Base of what goes wrong with tracking and sending."""


class InvalidConversationDataException(ConversationTrackingException):
    """An argument breaks its rule; the message names both."""

    def __init__(self, message: str = "Invalid conversation data provided") -> None:
        super().__init__(message)


class InvalidAnswerDataException(ConversationTrackingException):
    """An answer is missing, empty or blank."""

    def __init__(self, message: str = "Invalid answer data provided") -> None:
        super().__init__(message)


class InvalidQuestionDataException(ConversationTrackingException):
    """A question is missing, empty or blank."""

    def __init__(self, message: str = "Invalid question data provided") -> None:
        super().__init__(message)


class BufferFullException(ConversationTrackingException):
    """The memory limit is reached; nothing was recorded."""


class NoConversationIdException(Exception):
    """Not raised; here for code that names it."""

    def __init__(self, message: str = "conversation_id: missing") -> None:
        self.message = message
        super().__init__(message)


class MissingConversationIdException(Exception):
    """A conversation id is missing, empty or blank."""

    def __init__(self, message: str = "conversation_id: must not be missing, empty or blank") -> None:
        super().__init__(message)


class NoDataToSendException(Exception):
    """Nothing waits to be sent."""

    def __init__(self, message: str = "No tracked data found for conversation.") -> None:
        super().__init__(message)


class ConversationApiException(ConversationTrackingException):
    """The server refused. ``status_code`` is its HTTP status, ``response_data`` its answer where it is known."""

    def __init__(self, message: str, status_code: Optional[int] = None, response_data: Any = None) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.response_data = response_data


class ConversationNetworkException(ConversationTrackingException):
    """There was no answer: resolving, connecting or transferring failed, or took too long."""


class InvalidAttachmentException(Exception):
    """A file is missing something, has the wrong form or is too large."""

    def __init__(self, message: str = "Invalid attachment data provided") -> None:
        self.message = message
        super().__init__(message)


class NotFoundException(ConversationApiException):
    """404. Not raised by tracking; here for code that names it."""

    def __init__(self, message: str = "Resource not found") -> None:
        super().__init__(message, status_code=404)


class UnauthorizedException(ConversationApiException):
    """401. Not raised by tracking; here for code that names it."""

    def __init__(self, message: str = "Unauthorized") -> None:
        super().__init__(message, status_code=401)


class ForbiddenException(ConversationApiException):
    """403. Not raised by tracking; here for code that names it."""

    def __init__(self, message: str = "Forbidden") -> None:
        super().__init__(message, status_code=403)
