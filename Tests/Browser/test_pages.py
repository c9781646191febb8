"""Every page: accessible in light and dark, without scrolling sideways on a phone, and without JavaScript."""

from axe import findings
from cases import SHOP, BrowserTest
from site_of_tests import PASSWORD


class PagesTest(BrowserTest):
    # As an owner sees them; the conversation is the one with everything in it.
    PAGES = ["/overview", "/overview?days=365", "/overview/metrics", "/compare", "/live", "/conversations",
             "/conversations?text=apples&device=phone",
             "/conversations/1", "/account"]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls.site.account(SHOP, "owner", login="kim")

    def on_each_page(self, check):
        self.browser.sign_in(self.owner)
        for path in self.PAGES:
            with self.subTest(path):
                self.browser.open(path)
                check()

    def test_accessible_in_light_and_dark(self):
        for dark in (False, True):
            self.browser.use_dark(dark)
            self.on_each_page(lambda: self.assertEqual(findings(self.browser), [], "dark" if dark else "light"))

    def test_dark_is_dark(self):
        self.browser.open("/sign-in")
        paper = "return getComputedStyle(document.body).backgroundColor"
        light = self.browser.driver.execute_script(paper)
        self.browser.use_dark()
        self.assertNotEqual(self.browser.driver.execute_script(paper), light)

    def test_a_phone_scrolls_down_alone(self):
        self.browser.resize(360, 740)
        self.on_each_page(lambda: self.assertLessEqual(self.browser.overflow, 0))

    def test_without_scripts(self):
        with self.browser.without_scripts():
            self.on_each_page(lambda: self.assertTrue(self.browser.one("h1").text))
            self.browser.open("/conversations")
            self.browser.follow(self.browser.one(".conversations a"))
            self.assertEqual(len(self.browser.all(".transcript .message")), 4)
            self.browser.follow(self.browser.one("form[action='/sign-out'] button"))
            self.assertEqual(self.browser.path, "/sign-in")
            self.browser.fill(login="kim", password=PASSWORD)
            self.browser.follow(self.browser.one("main button"))
            self.assertEqual(self.browser.path, "/overview")
        type(self).owner = self.site.account(SHOP, "owner")

    def test_a_conversation_is_there_in_order(self):
        self.browser.sign_in(self.owner)
        self.browser.open("/conversations/1")
        texts = [item.text for item in self.browser.all(".transcript :is(.message, .action, .button)")]
        expected = ["apples left?", "look_up_stock", "two kinds", "Both, please", "Done", "Helpful"]
        self.assertEqual(len(texts), len(expected))
        for text, part in zip(texts, expected):
            self.assertIn(part, text)

    def test_the_overview_counts_what_was_sent(self):
        self.browser.sign_in(self.owner)
        self.browser.open("/overview?days=365")
        cards = {card.find_element("tag name", "dt").text: card.find_element("tag name", "strong").text
                 for card in self.browser.all(".cards > div")}
        self.assertEqual(cards["Conversations"], "39")
        self.assertEqual(cards["People"], "1")


class ErrorPagesTest(BrowserTest):
    def test_errors_have_pages_of_their_own(self):
        owner = self.site.account(SHOP, "owner")
        for cookie in (None, owner):
            if cookie:
                self.browser.sign_in(cookie)
            for dark in (False, True):
                self.browser.use_dark(dark)
                self.browser.open("/nothing", status=404)
                self.assertEqual(self.browser.one("h1").text, "Not found")
                self.assertEqual(findings(self.browser), [])
                self.assertLessEqual(self.browser.overflow, 0)
