/* What help() says about the methods; the first line of each is its signature. */
#ifndef AGSPY_DOCS_H
#define AGSPY_DOCS_H

#define COMMON                                                                                               \
  "\n\n:param metadata: a dict of anything that JSON knows. NaN and infinities become null, integers "       \
  "beyond\n"                                                                                                 \
  "    64 bits strings.\n"                                                                                   \
  ":param conversation_id: 1 to 255 characters; default: the current conversation.\n"                        \
  ":raises TypeError: for an argument of another type; names it, and the key within metadata.\n"             \
  ":raises ValueError: for metadata nested deeper than 32 levels, or containing itself.\n"

#define DOC_QUESTION                                                                                         \
  "track_question($self, question, metadata=None, *, conversation_id=None)\n--\n\n"                          \
  "Records what the person said." COMMON                                                                     \
  ":raises InvalidQuestionDataException: for a text that is missing, empty or blank.\n"

#define DOC_ANSWER                                                                                           \
  "track_answer($self, answer, metadata=None, *, conversation_id=None)\n--\n\n"                              \
  "Records what the agent said." COMMON                                                                      \
  ":raises InvalidAnswerDataException: for a text that is missing, empty or blank.\n"

#define DOC_HUMAN                                                                                            \
  "track_human_message($self, message, attachments=None, attachment_mode='base64', metadata=None, *, "       \
  "conversation_id=None)\n--\n\n"                                                                            \
  "Records what the person said, with files; see track_question() and track_attachments()." COMMON

#define DOC_AGENT                                                                                            \
  "track_agent_message($self, message, attachments=None, attachment_mode='base64', metadata=None, *, "       \
  "conversation_id=None)\n--\n\n"                                                                            \
  "Records what the agent said, with files; see track_answer() and track_attachments()." COMMON

#define DOC_BUTTON                                                                                           \
  "track_button($self, button_event, label, value, metadata=None, *, conversation_id=None)\n--\n\n"          \
  "Records a button that the person pressed." COMMON                                                         \
  ":raises InvalidConversationDataException: for a text that is missing, empty or blank.\n"

#define DOC_TOKENS                                                                                           \
  "track_token_usage($self, prompt_tokens=0, completion_tokens=0, total_tokens=0, embedding_tokens=0, *, "   \
  "conversation_id=None)\n--\n\n"                                                                            \
  "Records tokens that a language model used. A total of 0 means the sum of the others. A call that "        \
  "counts\n"                                                                                                 \
  "nothing records nothing.\n\n"                                                                             \
  ":raises InvalidConversationDataException: for a negative number.\n"

#define DOC_STATISTICS                                                                                       \
  "statistics($self, /)\n--\n\n"                                                                             \
  "Counters since the tracker was made, in events: accepted == delivered + dropped + buffered + spooled "    \
  "when\n"                                                                                                   \
  "no call is under way. Of the dropped: discarded, dropped_oldest, dropped_too_large, dropped_invalid "     \
  "and\n"                                                                                                    \
  "dropped_unreadable; of the rejected: rejected_full. Also blocked (calls that waited for room), mended\n"  \
  "(fields cut), adopted (left in spool_directory by processes that ended; they count as accepted), "        \
  "requests,\n"                                                                                              \
  "bytes_sent, memory_bytes.\n"

#define DOC_ACTION                                                                                           \
  "_track_action($self, action_name, started_at=None, ended_at=None, duration=None, tools_used=None, "       \
  "response=None, error_msg=None, metadata=None, conversation_id=None)\n--\n\nTimes are nanoseconds.\n"

#define DOC_FILES                                                                                            \
  "_track_files($self, files, from_agent=False, form=False, metadata=None, conversation_id=None, "           \
  "of_message=False)\n--\n\n"                                                                                \
  "Files are tuples of filename, mime_type and bytes.\n"

#define DOC_CONVERSATION                                                                                     \
  "_track_conversation($self, visit, conversation_id, customer_id=None, customer_ip_address=None, "          \
  "device=None, source=None, language=None, name=None, environment=None, metadata=None)\n--\n\n"             \
  "What is known about a conversation.\n"

#define DOC_OPEN                                                                                             \
  "_open($self, **options)\n--\n\nMakes the tracker; an option that is left out keeps its default.\n"
#define DOC_SET         "_set_conversation($self, conversation_id, /)\n--\n\nOf calls that name none.\n"
#define DOC_SEND        "_send($self, conversation_id, timeout_ms, /)\n--\n\nStatus, sentence, HTTP status, items.\n"
#define DOC_PENDING     "_pending($self, conversation_id, /)\n--\n\nItems that wait.\n"
#define DOC_TRACKED     "_tracked($self, conversation_id, /)\n--\n\nEvents that wait, with all of their data.\n"
#define DOC_DISCARD     "_discard($self, conversation_id, /)\n--\n\nHow many events were given up.\n"
#define DOC_SUMS        "_token_sums($self, conversation_id, /)\n--\n\nPrompt, completion, total, embedding.\n"
#define DOC_RECONFIGURE "_reconfigure($self, api_key, endpoint, /)\n--\n\nNone keeps what is there.\n"

#endif
