"""Everything can be reached and used with the keyboard alone, and what has the focus shows it."""

from selenium.webdriver.common.keys import Keys

from cases import SHOP, BrowserTest
from site_of_tests import PASSWORD


class KeyboardTest(BrowserTest):
    def test_from_the_door_to_a_transcript(self):
        self.site.account(SHOP, "viewer", login="kim")
        browser = self.browser
        browser.open("/conversations")
        browser.tab_to("Sign-in name").send_keys("kim")
        browser.tab_to("Password").send_keys(PASSWORD)
        browser.press(Keys.ENTER, status=200)
        self.assertEqual(browser.path, "/conversations")

        skip = browser.tab_to("Skip to the content", most=1)
        self.assertGreaterEqual(skip.rect["x"], 0, "the skip link comes into view")
        browser.press(Keys.ENTER)
        browser.tab_to("Apples")
        browser.press(Keys.ENTER, status=200)
        self.assertEqual(browser.one("h1").text, "Apples")

        browser.tab_to("Tools used")
        browser.press(Keys.ENTER)
        self.assertTrue(browser.one("details[open] pre").is_displayed())

        browser.open("/conversations")
        browser.tab_to("Overview")
        browser.press(Keys.ENTER, status=200)
        self.assertEqual(browser.path, "/overview")
        browser.tab_to("7 days")
        browser.press(Keys.ENTER, status=200)
        browser.tab_to("Sign out")
        browser.press(Keys.ENTER, status=200)
        self.assertEqual(browser.path, "/sign-in")
