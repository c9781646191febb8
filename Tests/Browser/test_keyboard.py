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

    def test_settings(self):
        browser = self.browser
        browser.sign_in(self.site.account(SHOP, "owner"))
        browser.open("/conversations")
        browser.tab_to("Settings")
        browser.press(Keys.ENTER, status=200)

        browser.tab_to("Text on the sign-in page").send_keys("Ask Kim.")
        browser.tab_to("Preview")
        browser.press(Keys.ENTER, status=200)
        self.assertIn("This is a preview", browser.text)
        browser.tab_to("Save")
        browser.press(Keys.SPACE, status=200)
        self.assertIn("The brand is saved", browser.text)

        browser.tab_to("Keys")
        browser.press(Keys.ENTER, status=200)
        browser.tab_to("Agent").send_keys("Night shift")
        browser.tab_to("Write: ").send_keys(Keys.ARROW_DOWN)
        browser.tab_to("Make the key")
        browser.press(Keys.ENTER, status=200)
        self.assertRegex(browser.one(".notice code").text, "^ags_")
        self.assertIn("read, for Night shift", " ".join(row.text for row in browser.all(".rows li")))
        browser.tab_to("People")
        browser.press(Keys.ENTER, status=200)
        browser.tab_to("Whom it is for").send_keys("Kim")
        browser.tab_to("Make a link")
        browser.press(Keys.ENTER, status=200)
        self.assertIn("/welcome/", browser.one(".notice code").text)
        browser.tab_to("Withdraw")
        browser.press(Keys.ENTER, status=200)
        self.assertIn("The invitation is withdrawn", browser.text)
