"""Programs that drive the published Python clients through every public method they have.

Each prints what the client answered and which methods were called, so that a method that nobody drives is seen."""

# Wraps every public method and function, and remembers which were called.
WATCH = """
import functools, inspect
PUBLIC, CALLED = set(), set()

def watched(name, function):
    PUBLIC.add(name)
    @functools.wraps(function)
    def wrapper(*arguments, **named):
        CALLED.add(name)
        return function(*arguments, **named)
    return wrapper

def watch_class(owner):
    for base in reversed(owner.__mro__[:-1]):
        for name, value in list(vars(base).items()):
            if not name.startswith("_") and inspect.isfunction(value):
                setattr(owner, name, watched(owner.__name__ + "." + name, value))

def done(**values): out(dict(values, public=sorted(PUBLIC), called=sorted(CALLED)))
"""

EVERYTHING_0_0_18 = WATCH + """
from agentsight import ConversationTracker
watch_class(ConversationTracker)
tracker = ConversationTracker(conversation_id="{cid}")
tracker.initialize_conversation("{cid}", name="Visit")
tracker.get_or_create_conversation("{cid}", customer_id="k1", environment="production")
tracker.track_question("q")
tracker.track_token_usage(prompt_tokens=100, completion_tokens=20, total_tokens=120, embedding_tokens=3)
usage = tracker.get_token_usage()
tracker.track_action("contact_human", tools_used={{"a": 1}}, started_at="2026-01-01T00:00:00", duration_ms=5)
tracker.track_answer("a")
tracker.track_button("rate", "Good", "up")
tracker.track_attachments(files_for("base64", note=b"x"), mode="base64")
summary = tracker.get_tracked_data_summary()
sent = tracker.send_tracked_data()["summary"]
tracker.track_question("again")
tracker.track_token_usage(prompt_tokens=10)
tracker.send_tracked_data()
done(usage=usage, summary=summary, sent=sent)
"""

EVERYTHING_0_0_44 = WATCH + """
import os
from agentsight import AgentSightAPI, ConversationManager, ConversationTracker
for owner in (ConversationTracker, AgentSightAPI, ConversationManager):
    watch_class(owner)
tracker, api, manager = ConversationTracker(), AgentSightAPI(), ConversationManager()
tracker.configure(conversation_id="{cid}")
for client in (api, manager):
    client.configure(api_key=os.environ["AGENTSIGHT_API_KEY"])
tracker.initialize_conversation("{cid}", name="Visit", environment="staging")
tracker.get_or_create_conversation("{cid}", customer_id="k1")
tracker.track_human_message("q", metadata={{"a": 1}})
tracker.track_token_usage(prompt_tokens=100, completion_tokens=20, total_tokens=120, embedding_tokens=3)
usage = tracker.get_token_usage()
tracker.track_action("contact_human", tools_used={{"a": 1}}, duration_ms=5)
tracker.track_agent_message("a")
tracker.track_button("rate", "Good", "up")
tracker.track_attachments(files_for("base64", note=b"x"), mode="base64")
summary = tracker.get_tracked_data_summary()
sent = tracker.send_tracked_data()["summary"]
full = api.fetch_conversation("{cid}")
filters = dict(action_name="human", conversation_id="{cid}", customer_id="k1", has_messages=True, message_contains="Q",
               started_at_after="2020-01-01T00:00:00Z", is_marked=False, name="visit", page=1, page_size=5,
               has_feedback=False, include_deleted=False)
listed = api.fetch_conversations(**filters)
attachments = api.fetch_conversation_attachments(full["id"])
feedback = manager.submit_feedback("{cid}", "positive", comment="Thanks")
renamed = manager.rename_conversation("{cid}", "Parcel")
marked = manager.mark_conversation(full["id"], True)
updated = manager.update_conversation("{cid}", language="de")
deleted = manager.delete_conversation(full["id"])
done(usage=usage, summary=summary["summary"], sent=sent, full=full, listed=listed["count"], renamed=renamed,
     attachments=attachments["attachment_count"], feedback=feedback, marked=marked, updated=updated, deleted=deleted)
"""

TRACK_0_1_COMPLETE = WATCH + """
import agentsight
from agentsight.sdk.instrumentation.base import record_llm_call
from agentsight.sdk.scopes import ConversationScope, TurnScope
for owner in (ConversationScope, TurnScope):
    watch_class(owner)
for name in agentsight.__all__:
    if inspect.isfunction(getattr(agentsight, name)):
        setattr(agentsight, name, watched("agentsight." + name, getattr(agentsight, name)))

agentsight.init()
enabled = agentsight.is_enabled()
agentsight.open_conversation("{cid}", name="Visit")

@agentsight.tool(name="lookup")
def lookup(number):
    return "found " + number

@agentsight.task(name="open_ticket")
def hand_over():
    raise ValueError("nobody there")

with agentsight.conversation("{cid}", customer_id="k1", device="desktop", metadata={{"plan": "pro", "old": 1}}) as scope:
    scope.set_fields({{"language": "de"}})
    scope.set_metadata({{"plan": "pro", "old": 2}})
    agentsight.update_metadata({{"seats": 3}}, remove=["old"])
    with agentsight.turn() as turn:
        agentsight.user_message("Where is my parcel?", metadata={{"channel": "web"}})
        lookup("42")
        try:
            hand_over()
        except ValueError:
            pass
        record_llm_call("openai", "gpt-4o-2024-08-06", 1000, 500, cache_read_tokens=200)
        with agentsight.model_hint("gpt-4o-mini"):
            record_llm_call("openai", None, 10, 5, extra={{"agentsight.llm.usage_reported": False}})
        agentsight.agent_message("In Vienna.")
    agentsight.button("rate", "Good", "up")
    agentsight.record_attachments([{{"name": "a.txt", "size": 3}}])
    with agentsight.turn() as turn:
        turn.add_message("end_user", "Tell me more")
        turn.agent_message("This is never shown")
        agentsight.abandon_turn()
    with agentsight.turn() as turn:
        turn.keep_open()
        turn.user_message("And")
        turn.agent_message("then")
        agentsight.end_turn()
    with agentsight.turn() as turn:
        agentsight.user_message("Stream")
        stream = agentsight.wrap(iter(["a", "b"]))
    list(stream)
    by_hand = TurnScope("by hand")
    by_hand.start()
    by_hand.user_message("by hand")
    by_hand.finish()
flushed = agentsight.flush()
uploaded = agentsight.upload_attachments(files_for("bytes", note=b"x"), conversation_id="{cid}")
agentsight.shutdown()
done(enabled=enabled, flushed=flushed, uploaded=uploaded)
"""

READ_0_1_COMPLETE = WATCH + """
from agentsight.api import AgentSight
from agentsight.api import _pagination, resources
from agentsight.exceptions import APIError
owners = [AgentSight, _pagination.PageIterator] + [getattr(resources, name) for name in resources.__all__]
for owner in owners:
    watch_class(owner)

def refused(call):
    try:
        call()
    except APIError as error:
        return type(error).__name__ + " " + str(error.status_code)

ags = AgentSight()
me, environments = ags.me(), ags.environments(refresh=True)
pk = ags.conversations.resolve("{cid}")
full = ags.conversations.get("{cid}")
lean = ags.conversations.get(pk, full=False)
lists = dict(
    lean=ags.conversations.list(customer_id="k1", has_action=True, metadata="plan:pro", env="production").count(),
    full=[len(row["messages"]) for row in ags.conversations.list_full(conversation_id="{cid}")],
    none=ags.conversations.list(conversation_id="{cid}", language="fr").first())
keys = dict(keys=ags.conversations.metadata_keys(), values=ags.conversations.metadata_values("seats"),
            messages=ags.conversations.message_metadata_keys())
attachments = ags.conversations.attachments(pk)
changed = [ags.conversations.rename("{cid}", "Parcel"), ags.conversations.mark("{cid}"),
           ags.conversations.update("{cid}", language="en"),
           ags.conversations.update_metadata("{cid}", {{"more": True}}, remove=["seats"])]

message = full["messages"][0]["id"]
messages = [ags.messages.update(message, metadata={{"a": 1}}), ags.messages.update_metadata(message, {{"b": 2}}),
            ags.messages.get(message)]

feedback = ags.feedbacks.create_for_conversation("{cid}", "negative", comment="Slow")
vote = ags.feedbacks.create_for_message(message, "negative", topic="style", reason="bold")
vote_again = ags.feedbacks.create_for_message(message, "positive")
on_agent = ags.feedbacks.create_for_agent("neutral", environment="development")
feedbacks = dict(changed=ags.feedbacks.update(vote["id"], topic="tone"), got=ags.feedbacks.get(feedback["id"]),
                 listed=[row["kind"] for row in ags.feedbacks.list(conversation_id="{cid}", ordering="kind")])

ticket = ags.tickets.create("Refund", priority="high", tags=["money"], conversation="{cid}", feedback_id=feedback["id"])
comment = ags.tickets.add_comment(ticket["id"], "On it")
tickets = dict(
    changed=ags.tickets.update(ticket["id"], status="in_progress"), got=ags.tickets.get(ticket["id"]),
    listed=[row["id"] for row in ags.tickets.list(status=["open", "in_progress"], tags="money,other")],
    page=ags.tickets.page(1, conversation=pk).count,
    comments=[row["body"] for row in ags.tickets.comments(ticket["id"])],
    counts=ags.feedbacks.page(1, include_tickets=True, ticket_status=["in_progress"]).extra["counts"],
    conversations=[len(row["tickets"]) for row in ags.conversations.list(include_tickets=True)])

action = ags.actions.create("refund", display_name="Refund", description="Gives money back")
lookup = ags.actions.list(name="lookup").first()
actions = dict(twice=refused(lambda: ags.actions.create("refund")),
               changed=ags.actions.update(lookup["id"], display_name="Look up"),
               got=ags.actions.get(action["id"]), log=ags.actions.logs(lookup["id"]),
               pages=[len(page) for page in ags.actions.list(search="refund").pages()])

usage = dict(rows=list(ags.usage.list(conversation_id="{cid}", ordering="-cost_usd")),
             summary=ags.usage.summary(group_by="model", conversation_id="{cid}"),
             days=ags.usage.summary(group_by="day", currency="eur"))
turns = list(ags.spans.list(conversation_id="{cid}", kind="turn", ordering="started_at"))
spans = dict(kinds=sorted(span["kind"] for span in ags.spans.list(conversation_id="{cid}")),
             got=ags.spans.get(turns[0]["id"], payload=True), trace=ags.spans.trace(turns[0]["trace_id"]))

ags.remember(full)
ags.forget("{cid}")
gone = [ags.feedbacks.delete(on_agent["id"]), refused(lambda: ags.feedbacks.get(on_agent["id"])),
        ags.tickets.delete(ticket["id"]), refused(lambda: ags.tickets.get(ticket["id"])),
        ags.conversations.delete("{cid}")["is_deleted"], refused(lambda: ags.conversations.get(987654)),
        refused(lambda: ags.conversations.list(env="nowhere").first())]
ags.close()
done(me=me, environments=environments, full=full, lean=lean, lists=lists, keys=keys, attachments=attachments,
     changed=changed, messages=messages, feedback=feedback, vote=vote, vote_again=vote_again, on_agent=on_agent,
     feedbacks=feedbacks, ticket=ticket, comment=comment, tickets=tickets, action=action, actions=actions,
     usage=usage, turns=[turn["status"] for turn in turns], spans=spans, gone=gone)
"""
