"""What editors do with a conversation: rename, mark, give feedback, open a ticket, share it by a link that ends."""

import urllib.parse

from axe import findings
from browser import Browser
from cases import SHOP, BrowserTest


class TranscriptWorkTest(BrowserTest):
    def setUp(self):
        self.browser.sign_in(self.site.account(SHOP, "editor"))
        self.open()

    def open(self):
        self.browser.open("/conversations/1")
        self.browser.one(".desk summary").click()

    def press(self, name):
        self.browser.follow(next(button for button in self.browser.all(".desk button") if button.text == name))

    def test_renaming_and_marking(self):
        field = self.browser.one(".desk [name=name]")
        field.clear()
        field.send_keys("Pears <b>and</b> plums")
        self.press("Rename")
        self.assertEqual(self.browser.one("h1").text, "Pears <b>and</b> plums")
        self.open()
        self.press("Mark it")
        self.open()
        self.press("Remove the mark")

    def test_feedback_and_a_ticket(self):
        self.browser.one(".desk [name=comment]").send_keys("Well <i>done</i>")
        self.press("Give feedback")
        self.assertIn("Well <i>done</i>", self.browser.text)
        self.open()
        self.browser.one(".desk [name=title]").send_keys("Order more apples")
        self.press("Open a ticket")
        self.assertIn("Order more apples", self.browser.text)

    def test_a_link_opens_one_conversation_until_it_is_revoked(self):
        self.press("Make a link")
        link = self.browser.one(".news input").get_attribute("value")
        path = urllib.parse.urlsplit(link).path
        with Browser(self.site.url) as guest:
            guest.open(path)
            self.assertIn("Are there any apples left?", guest.text)
            self.assertEqual(guest.all("nav a[href='/conversations'], form"), [])
            self.assertEqual(guest.one("meta[name=robots]").get_attribute("content"), "noindex")
            self.assertEqual(findings(guest), [])
            guest.resize(360, 740)
            self.assertLessEqual(guest.overflow, 0)
            guest.open("/conversations/1")
            self.assertEqual(guest.path, "/sign-in")
            self.open()
            self.press("Revoke it")
            guest.open(path, status=404)

    def test_a_printed_page_is_what_was_said(self):
        for dark in (False, True):
            self.browser.use_print(dark)
            self.assertEqual([element.tag_name for element in self.browser.all("nav, form, .desk") if element.is_displayed()], [])
            self.assertTrue(all(text.is_displayed() for text in self.browser.all(".transcript .text")))
            self.assertEqual(self.browser.driver.execute_script("return getComputedStyle(document.body).backgroundColor"),
                             "rgb(255, 255, 255)")

    def test_the_link_to_copy_opens_the_page(self):
        link = self.browser.one("details.desk:not(:has(form)) input").get_attribute("value")
        self.assertEqual(link, self.browser.driver.current_url.split("#")[0])

    def test_times_are_the_clients(self):
        self.site.set_time_zone(SHOP, "Pacific/Auckland")
        self.browser.open("/conversations/1")
        time = self.browser.one(".transcript time")
        self.assertRegex(time.get_attribute("title"), time.text + r" \+1[23]:00$")
        self.assertTrue(time.get_attribute("datetime").endswith("Z"))
        self.assertIn("Times in Pacific/Auckland", self.browser.text)

    def test_a_viewer_only_reads(self):
        self.browser.sign_in(self.site.account(SHOP))
        self.browser.open("/conversations/1")
        self.assertEqual(self.browser.all("main form"), [])
