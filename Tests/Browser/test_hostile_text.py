"""Whatever people, agents and files say, it stays text (rows E14 and E19 of the fault matrix)."""

import json
import pathlib
import urllib.parse

from cases import BrowserTest
from payloads import SCRIPTS
from site_of_tests import conversation

CLIENT, AGENT = "<script>alert('client')</script>", "<img src=x onerror=alert('agent')>"


class HostileTextTest(BrowserTest):
    @classmethod
    def fill(cls):
        cls.site.add_client(CLIENT, AGENT)
        for payload in SCRIPTS:
            cls.site.send(AGENT, conversation(
                payload, payload, payload, name=payload, customer_id=payload, device=payload, language=payload,
                metadata={payload: payload}, buttons=[payload],
                actions=[{"agentsight.tool.name": payload, "agentsight.tool.arguments": json.dumps({payload: payload}),
                          "agentsight.tool.response": payload, "agentsight.tool.error": payload,
                          "agentsight.metadata": json.dumps({payload: payload})}]))
            cls.site.upload(AGENT, payload, (payload.replace('"', "%22"), "text/html", b"<script>alert(1)</script>"))
        cls.site.upload(AGENT, SCRIPTS[0], (
            "run.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"))

    def assert_harmless(self):
        """The page has our own scripts alone, no handler, no address with a scheme, and no element that payloads make."""
        found = self.browser.driver.execute_script("""
            const bad = [];
            for (const node of document.querySelectorAll("*")) {
              if (node.matches("script:not([src^='/assets/']), iframe, object, embed, base, style, math, body img:not([src^='/']), meta[http-equiv]"))
                bad.push(node.outerHTML);
              for (const attribute of node.attributes) {
                if (/^on/i.test(attribute.name)) bad.push(node.outerHTML);
                if (/^(href|src|action|formaction)$/i.test(attribute.name) && !/^[/#?]/.test(attribute.value)) bad.push(node.outerHTML);
              }
            }
            return bad;""")
        self.assertEqual(found, [])

    def test_nothing_runs_on_any_page(self):
        self.browser.sign_in(self.site.account(CLIENT, "owner", login="kim"))
        pages = ["/overview", "/overview/metrics", "/conversations"] + [
            f"/conversations/{number}" for number in range(1, len(SCRIPTS) + 1)]
        for path in pages:
            with self.subTest(path):
                self.browser.open(path)
                self.assert_harmless()
        # The last one, word for word where it was written.
        self.assertEqual(self.browser.one("h1").text, SCRIPTS[-1])
        self.assertEqual([text.text for text in self.browser.all(".message .text")], [SCRIPTS[-1], SCRIPTS[-1], "[Attachments]"])

    def test_addresses_with_payloads_are_harmless(self):
        self.browser.sign_in(self.site.account(CLIENT, "owner"))
        for payload in SCRIPTS[::3]:
            text = urllib.parse.quote(payload, safe="")
            with self.subTest(payload):
                self.browser.open(f"/overview?days={text}")
                self.assert_harmless()
                self.browser.open(f"/sign-in?next={text}")
                self.assert_harmless()

    def test_files_are_downloads_and_never_pages(self):
        self.browser.sign_in(self.site.account(CLIENT, "owner"))
        self.browser.open("/conversations/1")
        links = self.browser.all("a[download]")
        self.assertEqual(len(links), 2)
        for link in links:
            here = self.browser.driver.current_url
            self.browser.driver.get(link.get_attribute("href"))
            self.assertEqual(self.browser.driver.current_url, here, "no page of the file came up")
        folder = pathlib.Path(self.browser.downloads.name)
        self.browser.wait(lambda _: len([name for name in folder.iterdir() if name.suffix != ".crdownload"]) >= 2)
