"""What the test cases share: for each class a collector, filled once, and a browser."""

import datetime
import unittest

from browser import Browser
from site_of_tests import Site, conversation

SHOP, OTHER = "Corner Shop", "Other House"


class BrowserTest(unittest.TestCase):
    """`site` has two clients with an agent each, and conversations of both; `browser` is signed in as nobody."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        cls.addClassCleanup(cls.site.__exit__)
        cls.site.add_client(SHOP, "Shop assistant")
        cls.site.add_client(OTHER, "House keeper")
        cls.fill()
        cls.browser = Browser(cls.site.url)
        cls.addClassCleanup(cls.browser.__exit__)

    @classmethod
    def fill(cls):
        """Sends what the class's tests look at."""
        cls.site.send(
            "Shop assistant",
            conversation("shop-1", "Are there any apples left?", "Yes, two kinds.", "Both, please.", "Done.",
                         customer_id="kim", device="phone", language="en", name="Apples",
                         actions=[{"agentsight.tool.name": "look_up_stock", "agentsight.tool.arguments": '{"fruit": "apple"}'}],
                         buttons=["Helpful"]),
            *(conversation(f"shop-{number}", f"Question {number}", f"Answer {number}",
                           ago=datetime.timedelta(days=number)) for number in range(2, 40)))
        cls.site.send("House keeper", conversation("house-1", "Who is at the door?", "The canary."))

    def tearDown(self):
        self.browser.use_dark(False)
        self.browser.resize()
        self.browser.sign_out()
