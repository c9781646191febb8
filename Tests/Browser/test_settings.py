"""The settings as an owner uses them: typed into, looked at, saved; and what others see of them."""

import pathlib
import tempfile
import urllib.error

from axe import findings
from browser import Browser
from cases import OTHER, SHOP, BrowserTest
from pictures import png
from site_of_tests import conversation

PAGES = ["brand", "people", "keys", "environments", "retention", "figures"]


class SettingsTest(BrowserTest):
    def setUp(self):
        self.browser.sign_in(self.site.account(SHOP, "owner"))

    def submit(self, status=200, button="form.panel button.main"):
        self.browser.follow(self.browser.one(button), status)

    def test_every_page_is_accessible_on_every_screen(self):
        for dark in (False, True):
            self.browser.use_dark(dark)
            for page in PAGES:
                with self.subTest(page, dark=dark):
                    self.browser.open(f"/settings/{page}")
                    self.assertEqual(findings(self.browser), [])
        self.browser.resize(360, 740)
        for page in PAGES:
            self.browser.open(f"/settings/{page}")
            self.assertLessEqual(self.browser.overflow, 0, page)

    def test_others_are_told_that_it_is_not_for_them(self):
        for role in ("viewer", "editor"):
            self.browser.sign_in(self.site.account(SHOP, role))
            self.browser.open("/conversations")
            self.assertNotIn("Settings", self.browser.text)
            for page in PAGES:
                self.browser.open(f"/settings/{page}", status=403)
                self.assertIn("role of owner", self.browser.text)
                self.assertIn("Conversations", self.browser.text, "the way on is there")
        self.assertEqual(findings(self.browser), [])

    def test_a_brand_is_looked_at_before_it_is_saved(self):
        with tempfile.TemporaryDirectory() as folder:
            logo = pathlib.Path(folder) / "logo.png"
            logo.write_bytes(png(64, 32, (31, 79, 163)))
            self.browser.open("/settings/brand")
            self.browser.fill(display_name="Acme Chats", accent="#ffff00", logo=str(logo))
            self.submit(422)
            self.assertIn("has a contrast of 1", self.browser.text)
            self.browser.fill(accent="#7a1fa2")
            self.submit(button="button[name=preview]")
            self.assertIn("This is a preview", self.browser.text)
            self.assertEqual(self.browser.one(".brand").text, "Acme Chats")
            self.assertEqual(findings(self.browser), [])
            with Browser(self.site.url) as other:
                other.sign_in(self.site.account(SHOP))
                other.open("/conversations")
                self.assertNotIn("Acme", other.text, "nobody else sees a preview")
                self.submit()
                self.assertIn("The brand is saved", self.browser.text)
                other.open("/conversations")
                self.assertEqual(other.one(".brand").text, "Acme Chats")
                self.assertGreater(other.driver.execute_script("return arguments[0].naturalWidth",
                                                               other.one(".brand img")), 0)

    def test_a_key_that_is_made_works_until_it_is_revoked(self):
        self.browser.open("/settings/keys")
        self.browser.fill(agent="Fresh agent", name="<b>Kim</b>")
        self.submit()
        key = self.browser.one(".notice code").text
        self.site.keys["Fresh agent"] = key
        self.site.send("Fresh agent", conversation("fresh", "Hello?", "Hello."))
        self.browser.open("/settings/keys")
        self.assertNotIn(key, self.browser.driver.page_source)
        row = next(row for row in self.browser.all(".rows li") if "Fresh agent" in row.text)
        self.assertIn("<b>Kim</b>", row.text)
        self.browser.follow(row.find_element("css selector", "button"))
        self.assertIn("The key is revoked", self.browser.text)
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.site.send("Fresh agent", conversation("fresh", "Hello?", "Hello."))
        refused.exception.close()

    def test_an_invited_person_comes_in_with_their_role(self):
        self.browser.open("/settings/people")
        self.browser.fill(note="Kim from support", role="Editor")
        self.submit()
        link = self.browser.one(".notice code").text
        self.assertIn("Kim from support", self.browser.text)
        with Browser("") as guest:
            guest.open(link)
            guest.fill(name="Kim", login="kim-editor", password="long enough to pass")
            guest.follow(guest.one("main button"))
            self.assertEqual(guest.one(".person a").accessible_name, "Account of Kim")
            guest.base = self.site.url
            guest.open("/settings/people", status=403)
            self.browser.open("/settings/people")
            row = next(row for row in self.browser.all(".rows li") if "kim-editor" in row.text)
            row.find_element("css selector", "select").send_keys("Owner")
            self.browser.follow(row.find_element("css selector", "button"))
            guest.open("/settings/people")

    def test_the_rest_is_saved_and_shown_again(self):
        self.browser.open("/settings/figures")
        self.browser.fill(time_zone="Asia/Tokyo", escalation_names="call_a_person")
        self.submit()
        self.assertEqual(self.browser.one("#escalation_names").get_attribute("value"), "call_a_person")
        self.browser.open("/overview")
        self.assertIn("Asia/Tokyo", self.browser.text)

        self.browser.open("/settings/retention")
        self.browser.fill(days_="365")
        self.submit(422)
        self.browser.one("[name=confirm]").click()
        self.submit()
        self.assertEqual(self.browser.one("#days_").get_attribute("value"), "365")

        self.browser.open("/settings/environments")
        self.browser.fill(slug="staging")
        self.submit()
        self.assertIn("staging", self.browser.one(".rows").text)

    def test_all_of_it_works_without_scripts(self):
        with self.browser.without_scripts():
            self.browser.open("/settings/figures")
            self.browser.fill(escalation_names="without_scripts")
            self.submit()
            self.assertIn("Saved", self.browser.text)


class OperatorSettingsTest(BrowserTest):
    def test_an_operator_sets_a_new_client_up(self):
        self.browser.sign_in(self.site.account())
        self.browser.open("/settings")
        self.assertIn(SHOP, self.browser.text)
        self.assertIn(OTHER, self.browser.text)
        self.assertEqual(findings(self.browser), [])
        self.browser.open("/settings/keys", status=400)
        self.assertIn("Choose a client", self.browser.text)
        self.browser.open("/settings/clients")
        self.browser.fill(name="Third Place")
        self.browser.follow(self.browser.one("form.panel button.main"))
        self.assertEqual(self.browser.path, "/settings/brand")
        self.assertEqual(self.browser.one(".brand").text, "Third Place")
