"""The first minutes with a new collector: the link that it prints, the operator's account, signing out and in."""

import unittest

from axe import findings
from browser import Browser
from site_of_tests import PASSWORD, Site


class FirstRunTest(unittest.TestCase):
    def test_the_printed_link_makes_the_operator_who_can_sign_in_again(self):
        with Site() as site, Browser(site.url) as browser:
            browser.open("/")
            self.assertEqual(browser.path, "/sign-in")
            self.assertIn("set-up link", browser.text)
            link = site.set_up_line.split()[-1]
            path = link[link.index("/welcome/"):]
            browser.open(path)
            self.assertEqual(findings(browser), [])
            browser.fill(name="Kim", login="kim", password="short")
            browser.one("main button").click()
            self.assertEqual(browser.path, path, "the browser itself refuses a short password")
            browser.fill(name="Kim", login="kim", password="kim")
            browser.driver.execute_script("document.querySelector('main form').noValidate = true")
            browser.follow(browser.one("main button"), status=422)
            self.assertIn("at least", browser.text)
            self.assertEqual(browser.one("[name=login]").get_attribute("value"), "kim")
            browser.fill(password=PASSWORD)
            browser.follow(browser.one("main button"))
            self.assertEqual(browser.one(".person a").accessible_name, "Account of Kim")

            browser.follow(browser.one("form[action='/sign-out'] button"))
            self.assertEqual(browser.path, "/sign-in")
            self.assertNotIn("set-up link", browser.text)
            browser.open(path, status=404)
            self.assertIn("This link has ended", browser.text)

            browser.open("/conversations")
            browser.fill(login="kim", password="not the password")
            browser.follow(browser.one("main button"), status=401)
            self.assertIn("wrong", browser.one("[role=alert]").text)
            browser.fill(login="KIM", password=PASSWORD)
            browser.follow(browser.one("main button"))
            self.assertEqual(browser.path, "/conversations", "signing in leads to what was asked for")
