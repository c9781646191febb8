"""Two clients on one server: each greets at its own host name, in its own colours, and says nothing of the other."""

import json
import pathlib
import tempfile
import urllib.parse

from axe import findings
from cases import OTHER, SHOP, BrowserTest
from payloads import SCRIPTS
from pictures import png
from site_of_tests import PASSWORD, collector

BLUE, GREEN = "#1f4fa3", "#1c6b3a"


class BrandsTest(BrowserTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with tempfile.TemporaryDirectory() as folder:
            for client, name, host, accent in ((SHOP, "Acme Chats", "acme.localhost", BLUE),
                                               (OTHER, "Bella Talks", "bella.localhost", GREEN)):
                logo = pathlib.Path(folder) / "logo.png"
                logo.write_bytes(png(64, 32, bytes.fromhex(accent[1:])))
                cls.brand(client, "--display-name", name, "--host", host, "--accent", accent, "--logo", logo,
                          "--icon", logo, "--sign-in-text", f"Welcome to {name}.")

    @classmethod
    def brand(cls, client, *options):
        collector.run(collector.AGENTSIGHT, "brand", "set", "--client", client, "--data", cls.site.data, *options)

    def at(self, host):
        port = urllib.parse.urlsplit(self.site.url).port
        self.browser.base = f"http://{host}:{port}"

    def tearDown(self):
        self.at("localhost")
        super().tearDown()

    def accent(self):
        return self.browser.one("button.main").value_of_css_property("background-color")

    def test_each_client_has_its_own_door_and_pages(self):
        self.site.account(SHOP, login="ann")
        self.site.account(OTHER, login="bob")
        seen = {}
        for host, login, own, others in (("acme.localhost", "ann", "Acme Chats", ("Bella", OTHER, "canary")),
                                         ("bella.localhost", "bob", "Bella Talks", ("Acme", SHOP, "apples"))):
            self.at(host)
            pages = []
            self.browser.open("/")
            self.assertIn(f"Sign in to {own}", self.browser.text)
            self.assertIn(f"Welcome to {own}.", self.browser.text)
            self.assertEqual(findings(self.browser), [])
            seen[host] = self.accent(), self.browser.one("link[rel=icon]").get_attribute("href")
            pages.append(self.browser.driver.page_source)
            self.browser.fill(login=login, password=PASSWORD)
            self.browser.follow(self.browser.one("main button"))
            for path in ("/overview", "/conversations"):
                self.browser.open(path)
                self.assertEqual(self.browser.one(".brand").text, own)
                self.assertGreater(self.browser.driver.execute_script("return arguments[0].naturalWidth",
                                                                      self.browser.one(".brand img")), 0)
                pages.append(self.browser.driver.page_source)
            self.browser.open("/nothing", status=404)
            pages.append(self.browser.driver.page_source)
            for page in pages:
                for text in (*others, "AgentSight"):
                    self.assertNotIn(text.lower(), page.lower())
            self.browser.sign_out()
        self.assertEqual(len({value for pair in seen.values() for value in pair}), 4, seen)

    def test_somebody_of_another_client_is_nobody_here(self):
        self.at("bella.localhost")
        self.browser.sign_in(self.site.account(SHOP))
        self.browser.open("/conversations", status=403)
        self.assertIn("Bella Talks", self.browser.text)
        self.assertNotIn("apples", self.browser.driver.page_source)

    def test_a_new_client_needs_no_restart(self):
        self.at("new.localhost")
        self.browser.open("/sign-in")
        self.assertNotIn("Newcomers", self.browser.text)
        collector.run(collector.AGENTSIGHT, "clients", "create", "Newcomers", "--data", self.site.data)
        self.brand("Newcomers", "--host", "new.localhost")
        self.browser.open("/sign-in")
        self.assertIn("Sign in to Newcomers", self.browser.text)
        self.browser.sign_in(self.site.account("Newcomers"))
        self.browser.open("/conversations")
        self.assertEqual(self.browser.all(".conversations li"), [])

    def test_the_command_line_says_what_is_wrong_and_what_is_set(self):
        for option, value, problem in (("--accent", "#ffff00", "contrast"), ("--host", "acme.localhost", "Another client"),
                                       ("--time-zone", "Mars/Base", "no time zone"), ("--logo", __file__, "PNG")):
            with self.assertRaisesRegex(RuntimeError, problem):
                self.brand(OTHER, option, value)
        shown = json.loads(collector.run(
            collector.AGENTSIGHT, "brand", "show", "--client", OTHER, "--json", "--data", self.site.data))
        self.assertEqual((shown["display_name"], shown["host"], shown["accent"], shown["time_zone"]),
                         ("Bella Talks", "bella.localhost", GREEN, "UTC"))

    def test_hostile_brands_stay_text(self):
        client = "Hostile"
        collector.run(collector.AGENTSIGHT, "clients", "create", client, "--data", self.site.data)
        self.at("hostile.localhost")
        for payload in SCRIPTS[::3]:
            with self.subTest(payload):
                self.brand(client, "--host", "hostile.localhost", f"--display-name={payload[:80]}",
                           f"--sign-in-text={payload}")
                self.browser.open("/sign-in")
                self.assertIn(payload[:80].split("\u0301")[0].strip(), self.browser.one("h1").text)
                self.assertEqual(self.browser.all("main img, main script, main svg, main iframe, [onfocus], base"), [])
