from typing import Any, Dict, List, Optional, Tuple

version: str

def generate_conversation_id() -> str: ...
def _status_text(status: int, /) -> str: ...
def _end_process() -> None: ...
def _end_log_lines() -> None: ...
def _forget_log_lines() -> None: ...

class Tracker:
    _conversation_id: Optional[str]

    def track_question(
        self, question: str, metadata: Optional[Dict[str, Any]] = None, *, conversation_id: Optional[str] = None
    ) -> None: ...
    def track_answer(
        self, answer: str, metadata: Optional[Dict[str, Any]] = None, *, conversation_id: Optional[str] = None
    ) -> None: ...
    def track_human_message(
        self,
        message: str,
        attachments: Optional[List[Dict[str, Any]]] = None,
        attachment_mode: Any = "base64",
        metadata: Optional[Dict[str, Any]] = None,
        *,
        conversation_id: Optional[str] = None,
    ) -> None: ...
    def track_agent_message(
        self,
        message: str,
        attachments: Optional[List[Dict[str, Any]]] = None,
        attachment_mode: Any = "base64",
        metadata: Optional[Dict[str, Any]] = None,
        *,
        conversation_id: Optional[str] = None,
    ) -> None: ...
    def track_button(
        self,
        button_event: str,
        label: str,
        value: str,
        metadata: Optional[Dict[str, Any]] = None,
        *,
        conversation_id: Optional[str] = None,
    ) -> None: ...
    def track_token_usage(
        self,
        prompt_tokens: Optional[int] = 0,
        completion_tokens: Optional[int] = 0,
        total_tokens: Optional[int] = 0,
        embedding_tokens: Optional[int] = 0,
        *,
        conversation_id: Optional[str] = None,
    ) -> None: ...
    def statistics(self) -> Dict[str, int]: ...
    def _track_action(
        self,
        action_name: str,
        started_at: Optional[int] = None,
        ended_at: Optional[int] = None,
        duration: Optional[int] = None,
        tools_used: Optional[Dict[str, Any]] = None,
        response: Optional[str] = None,
        error_msg: Optional[str] = None,
        metadata: Optional[Dict[str, Any]] = None,
        conversation_id: Optional[str] = None,
    ) -> None: ...
    def _track_files(
        self,
        files: List[Tuple[str, str, bytes]],
        from_agent: bool = False,
        form: bool = False,
        metadata: Optional[Dict[str, Any]] = None,
        conversation_id: Optional[str] = None,
        of_message: bool = False,
    ) -> None: ...
    def _track_conversation(
        self,
        visit: bool,
        conversation_id: str,
        customer_id: Optional[str] = None,
        customer_ip_address: Optional[str] = None,
        device: Optional[str] = None,
        source: Optional[str] = None,
        language: Optional[str] = None,
        name: Optional[str] = None,
        environment: Optional[str] = None,
        metadata: Optional[Dict[str, Any]] = None,
    ) -> None: ...
    def _open(self, **options: Any) -> None: ...
    def _set_conversation(self, conversation_id: Optional[str], /) -> None: ...
    def _send(self, conversation_id: Optional[str], timeout_ms: int, /) -> Tuple[int, str, int, List[Any]]: ...
    def _pending(self, conversation_id: Optional[str], /) -> List[Any]: ...
    def _tracked(self, conversation_id: Optional[str], /) -> List[Any]: ...
    def _discard(self, conversation_id: Optional[str], /) -> int: ...
    def _token_sums(self, conversation_id: Optional[str], /) -> Tuple[int, int, int, int]: ...
    def _reconfigure(self, api_key: Optional[str], endpoint: Optional[str], /) -> None: ...
