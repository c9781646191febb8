"""OpenTelemetry's own Python exporter, over HTTP, against a real collector."""

import subprocess
import unittest

from collector import Collector
from test_published_clients import RUN_SECONDS, environment_with

PACKAGES = ["opentelemetry-sdk==1.29.0", "opentelemetry-exporter-otlp-proto-http==1.29.0"]

PROGRAM = """
import json
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
tracer = provider.get_tracer("shop")
with tracer.start_as_current_span("invoke_agent shop") as agent:
    agent.set_attributes({"gen_ai.operation.name": "invoke_agent", "gen_ai.conversation.id": "c1"})
    with tracer.start_as_current_span("chat gpt-4o") as chat:
        chat.set_attributes({
            "gen_ai.operation.name": "chat", "gen_ai.conversation.id": "c1", "gen_ai.request.model": "gpt-4o",
            "gen_ai.usage.input_tokens": 1000, "gen_ai.usage.output_tokens": 500,
            "gen_ai.input.messages": json.dumps([{"role": "user", "parts": [{"type": "text", "content": "Hello 📦"}]}]),
            "gen_ai.output.messages": json.dumps(
                [{"role": "assistant", "parts": [{"type": "text", "content": "Good day"}], "finish_reason": "stop"}])})
    with tracer.start_as_current_span("execute_tool lookup") as tool:
        tool.set_attributes({"gen_ai.operation.name": "execute_tool", "gen_ai.conversation.id": "c1",
                             "gen_ai.tool.name": "lookup", "gen_ai.tool.call.result": "found"})
provider.shutdown()
"""


class ExporterTests(unittest.TestCase):
    def test_what_an_exporter_sends_is_a_conversation(self):
        python = environment_with("otlp", PACKAGES)
        for compression in ("none", "gzip"):
            with self.subTest(compression=compression), Collector(tls=False) as server:
                environment = {**server.environment(), "OTEL_EXPORTER_OTLP_ENDPOINT": server.url, "PYTHONUTF8": "1",
                               "OTEL_EXPORTER_OTLP_COMPRESSION": compression,
                               "OTEL_EXPORTER_OTLP_HEADERS": f"Authorization=Api-Key {server.api_key}"}
                result = subprocess.run([python, "-c", PROGRAM], env=environment, capture_output=True, text=True,
                                        timeout=RUN_SECONDS, cwd=server.folder)
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                row, = server.get("/api/conversations/?conversation_id=c1")["results"]
                self.assertEqual([message["content"] for message in row["messages"]],
                                 ["Hello 📦", "Good day", "Action lookup performed"])
                self.assertEqual(row["message_count"], 2)
                self.assertEqual(row["token_usage"]["cost_usd"], "0.00750000")
                trace = server.get(f"/api/traces/{server.get('/api/spans/')['results'][0]['trace_id']}/")
                self.assertEqual([root["kind"] for root in trace["roots"]], ["turn"])


if __name__ == "__main__":
    unittest.main()
