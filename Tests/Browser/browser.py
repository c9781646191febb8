"""Chromium without a window, and what has to be true of every page that it shows."""

import contextlib
import os
import shutil
import tempfile
import urllib.parse

from selenium import webdriver
from selenium.common.exceptions import NoAlertPresentException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from page_log import PageLog

# Long enough for a loaded machine; a page takes a fraction of a second.
PATIENCE_SECONDS = 60

# Runs before anything of a page, and notes what hostile text would do if it were more than text.
WATCH = """
window.watched = {dialogs: [], violations: []};
for (const name of ["alert", "confirm", "prompt", "print"])
  window[name] = text => { window.watched.dialogs.push(name + " " + text); };
document.addEventListener("securitypolicyviolation", event =>
  window.watched.violations.push(event.violatedDirective + " " + event.blockedURI));
"""


class Browser:
    """Use it in a `with` statement. `base` is put in front of the paths that it is given."""

    def __init__(self, base):
        self.base = base
        self.downloads = tempfile.TemporaryDirectory(prefix="agentsight-downloads-")
        options = webdriver.ChromeOptions()
        options.binary_location = _program("chromium")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        options.add_experimental_option("prefs", {"download.default_directory": self.downloads.name})
        for argument in ("--headless=new", "--no-first-run", "--disable-background-networking", "--disable-gpu",
                         "--disable-component-update", "--disable-dev-shm-usage", "--lang=en-GB"):
            options.add_argument(argument)
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")
        self.driver = webdriver.Chrome(options, webdriver.ChromeService(_program("chromedriver")))
        self.driver.set_page_load_timeout(PATIENCE_SECONDS)
        self._log = PageLog(self.driver)
        self.devtools("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
        self.resize()
        self._log.forget()

    def devtools(self, command, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)

    def open(self, path, status=200):
        """Goes to an address, and checks the page."""
        self.driver.get(self.base + path)
        self.check(status)

    def follow(self, element, status=200):
        """Clicks on what leads to another page, waits for that, and checks it."""
        self._leave(element.click, status)

    def press(self, key, status=None):
        """Presses a key on what has the focus; `status` is that of the page that it leads to, if it does."""
        if status is None:
            return self.focus.send_keys(key)
        return self._leave(lambda: self.focus.send_keys(key), status)

    def _leave(self, action, status):
        self.driver.execute_script("window.left = true")
        action()
        self.wait(lambda driver: driver.execute_script("return !window.left && document.readyState === 'complete'"))
        self.check(status)

    def wait(self, condition):
        """Until it holds. While one page follows another, the driver may have neither to ask."""
        return WebDriverWait(self.driver, PATIENCE_SECONDS, 0.05, [WebDriverException]).until(condition)

    def check(self, status=200):
        """What holds for every page: it came with that status, asked for nothing elsewhere, and nothing went wrong."""
        self._log.check(urllib.parse.urlsplit(self.driver.current_url).netloc, status)
        watched = self.driver.execute_script("return window.watched")
        assert not watched or not any(watched.values()), watched
        with contextlib.suppress(NoAlertPresentException):
            raise AssertionError(f"a dialog: {self.driver.switch_to.alert.text}")

    @property
    def focus(self):
        return self.driver.switch_to.active_element

    @property
    def path(self):
        return urllib.parse.urlsplit(self.driver.current_url).path

    @property
    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def fill(self, **fields):
        """Types into the fields of these names of the page's form, in place of what they held."""
        for name, value in fields.items():
            field = self.one(f".door [name={name}], .panel [name={name}]")
            if field.tag_name != "select" and field.get_attribute("type") != "file":
                field.clear()
            field.send_keys(value)

    def sign_in(self, cookie):
        """Takes a session over; `cookie` is its name and value."""
        self.sign_out()
        name, value = cookie.split("=", 1)
        self.devtools("Network.setCookie", name=name, value=value, url=self.base, httpOnly=True, sameSite="Lax")

    def sign_out(self):
        self.devtools("Network.clearBrowserCookies")

    def resize(self, width=1200, height=900):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                      mobile=width < 600)

    def use_dark(self, dark=True):
        self.devtools("Emulation.setEmulatedMedia", media="",
                      features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def use_print(self, dark=False):
        """Shows pages as they come out of a printer."""
        self.devtools("Emulation.setEmulatedMedia", media="print",
                      features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    @contextlib.contextmanager
    def without_scripts(self):
        self.devtools("Emulation.setScriptExecutionDisabled", value=True)
        try:
            yield
        finally:
            self.devtools("Emulation.setScriptExecutionDisabled", value=False)

    @property
    def overflow(self):
        """Pixels by which the page is wider than the window."""
        return self.driver.execute_script(
            "const page = document.documentElement; return page.scrollWidth - page.clientWidth")

    def tab_to(self, text, most=60):
        """Presses Tab until what has the focus says `text`, and returns it. Every stop on the way must show its focus."""
        for _ in range(most):
            # Not to the element: a field for files would take it as a path.
            webdriver.ActionChains(self.driver).send_keys(Keys.TAB).perform()
            stop = self.focus
            outline = stop.value_of_css_property("outline-style")
            assert outline != "none", f"no outline on {stop.get_attribute('outerHTML')}"
            if text in (stop.text or stop.accessible_name):
                return stop
        raise AssertionError(f"Tab never came to '{text}'")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()
        self.downloads.cleanup()


def _program(name):
    path = shutil.which(name)
    if not path:
        raise RuntimeError(f"{name} is not installed; 'make test-browser' installs it on Debian")
    return path
