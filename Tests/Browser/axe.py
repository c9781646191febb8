"""Accessibility, by axe-core."""

import importlib.util
import pathlib


def _source():
    # The package's own code drives another browser; found, not imported.
    folder = importlib.util.find_spec("axe_playwright_python").submodule_search_locations[0]
    return (pathlib.Path(folder) / "axe.min.js").read_text(encoding="utf-8")


_SOURCE = _source()


def findings(browser):
    """What axe-core calls serious or critical about the present page; nothing when it is sound."""
    browser.driver.execute_script(_SOURCE)
    result = browser.driver.execute_async_script(
        "const done = arguments[0];"
        "axe.run({resultTypes: ['violations']}).then(done, error => done({violations: [], error: String(error)}))")
    assert "error" not in result and result["passes"], result
    return [f"{violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in result["violations"] if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]]
