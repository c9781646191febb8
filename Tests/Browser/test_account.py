"""One's own account: another password, and what it does to other browsers."""

from axe import findings
from browser import Browser
from cases import SHOP, BrowserTest
from site_of_tests import PASSWORD

NEW = "staple battery horse"


class AccountTest(BrowserTest):
    def change(self, present, status=200):
        self.browser.fill(present=present, password=NEW, repeated=NEW)
        self.browser.follow(self.browser.one("form[action='/account/password'] button"), status)

    def test_a_password_is_changed_and_others_are_signed_out(self):
        session = self.site.account(SHOP, login="kim")
        self.browser.sign_in(session)
        with Browser(self.site.url) as other, self.browser.without_scripts():
            other.open("/sign-in")
            other.fill(login="kim", password=PASSWORD)
            other.follow(other.one("main button"))
            self.browser.open("/overview")
            self.browser.follow(self.browser.one(".person a"))
            self.assertIn("signed in with 1 other browser", self.browser.text)
            self.change("not the password", 422)
            self.assertIn("not your present password", self.browser.one("[aria-invalid] + .hint, .field .problem").text)
            other.open("/overview")
            self.assertEqual(other.path, "/overview")
            self.change(PASSWORD)
            self.assertIn("The password is changed", self.browser.one("[role=status]").text)
            other.open("/overview")
            self.assertEqual(other.path, "/sign-in")
            other.fill(login="kim", password=PASSWORD)
            other.follow(other.one("main button"), status=401)
            other.fill(login="kim", password=NEW)
            other.follow(other.one("main button"))
            self.assertEqual(other.path, "/overview")
        self.assertEqual(findings(self.browser), [])
