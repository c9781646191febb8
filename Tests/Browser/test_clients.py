"""Each client's people see their own agents alone."""

from cases import OTHER, SHOP, BrowserTest


class ClientsTest(BrowserTest):
    def test_a_viewer_sees_nothing_of_another_client(self):
        self.browser.sign_in(self.site.account(SHOP))
        for path in ("/overview", "/conversations"):
            self.browser.open(path)
            self.assertNotIn("canary", self.browser.driver.page_source.lower())
            self.assertNotIn(OTHER, self.browser.driver.page_source)
        self.browser.open("/conversations/1")
        foreign = 40  # the only one of the other client, sent last
        self.browser.open(f"/conversations/{foreign}", status=404)
        self.browser.sign_in(self.site.account(OTHER))
        self.browser.open(f"/conversations/{foreign}")
        self.assertIn("The canary.", self.browser.text)

    def test_an_operator_chooses_a_client(self):
        self.browser.sign_in(self.site.account())
        self.browser.open("/conversations")
        self.assertIn("40 conversations", self.browser.text)
        self.browser.one("#client").send_keys(OTHER)
        self.browser.follow(self.browser.one("form[action='/choose-client'] button"))
        self.browser.open("/conversations")
        self.assertIn("1 conversation", self.browser.text)
