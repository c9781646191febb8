"""A turn with one message in 0.1.x, with a transport that takes everything and sends nothing."""

import agentsight
import event
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult


class Nowhere(SpanExporter):
    def export(self, spans):
        return SpanExportResult.SUCCESS

    def shutdown(self):
        pass


assert agentsight.init(
    api_key=event.KEY, endpoint="http://127.0.0.1:9", auto_instrument=False, span_exporter=Nowhere(), verify_key=False
)


def loop(turns):
    for _ in turns:
        with agentsight.conversation(event.ID):
            with agentsight.turn():
                agentsight.user_message(event.TEXT, metadata=event.METADATA)


event.report(loop, 20)
