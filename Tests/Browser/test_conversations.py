"""Searching, filtering, saving filters and exporting."""

import csv
import io
import json
import pathlib
import urllib.request

from cases import SHOP, BrowserTest


class ConversationsTest(BrowserTest):
    def titles(self):
        return [title.text for title in self.browser.all(".conversations .title")]

    def show(self):
        self.browser.follow(self.browser.one(".filters button"))

    def test_a_text_is_searched_for(self):
        self.browser.sign_in(self.site.account(SHOP, "viewer"))
        self.browser.open("/conversations")
        self.browser.one("#text").send_keys("ANY APPLES")
        self.show()
        self.assertEqual(self.titles(), ["Apples"])
        self.assertEqual(self.browser.one("#text").get_attribute("value"), "ANY APPLES")
        self.assertEqual(self.browser.one(".excerpt").text, "Are there any apples left?")
        self.assertEqual(self.browser.one(".excerpt mark").text, "any apples")
        self.browser.one("#text").clear()
        self.browser.one("#text").send_keys("canary")
        self.show()
        self.assertEqual(self.titles(), [])
        self.assertIn("No conversation passes", self.browser.text)

    def test_filters_are_saved_and_chosen_again(self):
        self.browser.sign_in(self.site.account(SHOP, "editor"))
        self.browser.open("/conversations")
        self.browser.one(".filters summary").click()
        self.browser.one("#device").send_keys("phone")
        self.browser.one("#tool").send_keys("look_up_stock")
        self.show()
        self.assertEqual(self.titles(), ["Apples"])
        self.browser.one(".saved summary").click()
        self.browser.one("#filter-name").send_keys("Phones <b>alone</b>")
        self.browser.follow(self.browser.one(".saved > form button"))
        self.browser.open("/conversations")
        self.browser.one(".saved summary").click()
        self.assertEqual(self.browser.one(".saved li a").text, "Phones <b>alone</b>")
        self.browser.follow(self.browser.one(".saved li a"))
        self.assertEqual(self.titles(), ["Apples"])

    def test_pages_go_on(self):
        self.browser.sign_in(self.site.account(SHOP, "viewer"))
        self.browser.open("/conversations")
        first = self.titles()
        self.browser.follow(self.browser.one("a[rel=next]"))
        second = self.titles()
        self.assertEqual(len(first) + len(second), 39)
        self.assertEqual(set(first) & set(second), set())

    def test_what_is_shown_is_exported(self):
        session = self.site.account(SHOP, "viewer")
        self.browser.sign_in(session)
        self.browser.open("/conversations?device=phone")
        links = {link.text: link.get_attribute("href") for link in self.browser.all(".note a[download]")}

        def download(name):
            request = urllib.request.Request(links[name], headers={"Cookie": session})
            with urllib.request.urlopen(request) as response:
                return response.read().decode()

        rows = list(csv.DictReader(io.StringIO(download("CSV"), newline="")))
        self.assertEqual([(row["conversation_id"], row["customer_id"]) for row in rows], [("shop-1", "kim")])
        self.browser.driver.find_element("link text", "CSV").click()
        file = pathlib.Path(self.browser.downloads.name) / "conversations.csv"
        self.browser.wait(lambda _: file.exists())
        self.assertEqual(list(csv.DictReader(io.StringIO(file.read_text(), newline=""))), rows)
        exported = json.loads(download("JSON"))
        self.assertEqual([message["content"] for message in exported[0]["messages"]],
                         ["Are there any apples left?", "Yes, two kinds.", "Both, please.", "Done."])
