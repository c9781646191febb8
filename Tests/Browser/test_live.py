"""What is said appears by itself: on the live page, and in place of the page before the first conversation."""

from browser import Browser
from cases import OTHER, SHOP, BrowserTest
from payloads import SCRIPTS
from site_of_tests import conversation


class LiveTest(BrowserTest):
    def test_a_message_arrives_on_the_page(self):
        self.browser.sign_in(self.site.account(SHOP, "viewer"))
        self.browser.open("/live")
        self.browser.wait(lambda _: "Connected" in self.browser.one("#live-state").text)
        self.site.send("House keeper", conversation("house-2", "Not for the shop"))
        self.site.send("Shop assistant", conversation("shop-live", "Is <b>this</b> live?", "It is."))
        self.browser.wait(lambda _: "It is." in self.browser.one(".live").text)
        self.assertIn("Is <b>this</b> live?", self.browser.one(".live").text)
        self.assertNotIn("Not for the shop", self.browser.text)
        self.assertEqual(self.browser.all(".live b"), [])

    def test_what_arrives_stays_text(self):
        self.browser.sign_in(self.site.account(SHOP, "viewer"))
        self.browser.open("/live")
        self.browser.wait(lambda _: "Connected" in self.browser.one("#live-state").text)
        for payload in SCRIPTS:
            self.site.send("Shop assistant", conversation(payload, payload, name=payload))
        # In one step, since the list changes while it is read.
        shown = "return [...document.querySelectorAll('.live .text')].map(text => text.textContent)"
        self.browser.wait(lambda driver: SCRIPTS[-1] in driver.execute_script(shown))
        self.assertEqual(self.browser.all(".live :is(script, img, svg, iframe, form, style, base, [onfocus])"), [])
        self.assertEqual(self.browser.driver.execute_script("return window.watched"), {"dialogs": [], "violations": []})

    def test_pausing_holds_messages_back(self):
        self.browser.sign_in(self.site.account(SHOP, "viewer"))
        self.browser.open("/live")
        self.browser.wait(lambda _: "Connected" in self.browser.one("#live-state").text)
        shown = len(self.browser.all(".live li"))
        self.browser.one("#live-pause").click()
        other = Browser(self.site.url)
        self.addCleanup(other.__exit__)
        other.sign_in(self.site.account(SHOP, "viewer"))
        other.open("/live")
        other.wait(lambda _: "Connected" in other.one("#live-state").text)
        self.site.send("Shop assistant", conversation("shop-paused", "Held back"))
        other.wait(lambda _: "Held back" in other.one(".live").text)
        self.assertEqual(len(self.browser.all(".live li")), shown)
        self.browser.one("#live-pause").click()
        self.browser.wait(lambda _: "Held back" in self.browser.one(".live").text)

    def test_signing_out_elsewhere_ends_the_stream(self):
        session = self.site.account(OTHER, "viewer")
        self.browser.sign_in(session)
        self.browser.open("/live")
        self.browser.wait(lambda _: "Connected" in self.browser.one("#live-state").text)
        other = Browser(self.site.url)
        self.addCleanup(other.__exit__)
        other.sign_in(session)
        other.open("/overview")
        other.follow(other.one("form[action='/sign-out'] button"))
        self.browser.wait(lambda _: "signed out" in self.browser.one("#live-state").text)


class FirstConversationTest(BrowserTest):
    @classmethod
    def fill(cls):
        pass

    def test_the_first_page_turns_into_the_dashboard(self):
        self.browser.sign_in(self.site.account(SHOP, "owner"))
        self.browser.open("/")
        for line in ("trackQuestion", "track_question", "ags_track_question", "AGENTSIGHT_API_ENDPOINT=" + self.site.url):
            self.assertIn(line, self.browser.text)
        self.browser.wait(lambda _: self.browser.one("[data-arrival]"))
        self.site.send("Shop assistant", conversation("first", "Hello?", "Hello!"))
        self.browser.wait(lambda _: self.browser.one("h1").text == "Overview")
        self.browser.check()
