"""Pages' modules and style sheets put together: the same program in fewer files, or a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from booth_terminal import bundle, pages
from booth_terminal.bundle import NotBundled


def written(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text)
    return folder


def said(script: str, page: Page) -> list[str]:
    """What a module says when a browser runs it."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.evaluate("(text) => import(`data:text/javascript,${encodeURIComponent(text)}`)", script)
    return heard


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def test_modules_run_in_the_order_of_their_needs_and_each_once(tmp_path: Path, blank: Page) -> None:
    folder = written(
        tmp_path,
        page='import { one, two as second } from "./left.js";\nimport { three } from "./right.js";\n'
        "console.log(one(), second, await three());\n",
        left='import { count } from "./deep.js";\nexport function one() {\n  return count();\n}\n'
        "export const two = 2;\nconst hidden = 1;\n",
        right='import {\n  count,\n} from "./deep.js";\nexport async function three() {\n'
        "  return count();\n}\nconst hidden = 2;\n",
        deep="let n = 0;\nfunction count() {\n  return (n += 1);\n}\nexport { count };\n",
    )
    assert said(bundle.script(folder, "page.js"), blank) == ["1 2 2"]


def test_comments_stay_at_home_and_text_that_looks_like_one_does_not(tmp_path: Path, blank: Page) -> None:
    folder = written(
        tmp_path,
        page='// What it is.\n/** How\n * to call it. */\nconst url = "https://example.org"; // kept\n'
        "console.log(url);\n",
    )
    made = bundle.script(folder, "page.js")
    assert "What it is" not in made
    assert "to call it" not in made
    assert said(made, blank) == ["https://example.org"]


@pytest.mark.parametrize(
    "text",
    [
        'import all from "./all.js";\n',
        'import * as all from "./all.js";\n',
        'import "./all.js";\n',
        "export default 1;\n",
        "export let changes = 1;\n",
        'export { one } from "./one.js";\n',
        "console.log(import.meta.url);\n",
        "console.log(`one\n  two`);\n",
    ],
)
def test_a_form_it_does_not_know_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(NotBundled, match=r"page\.js"):
        bundle.script(written(tmp_path, page=text), "page.js")


def test_modules_in_a_circle_are_refused(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        page='import { a } from "./other.js";\n',
        other='import { b } from "./page.js";\nexport const a = 1;\n',
    )
    with pytest.raises(NotBundled, match="circle"):
        bundle.script(folder, "page.js")


def test_one_sheet_stands_for_all_in_their_order() -> None:
    page = (
        '  <link rel="stylesheet" href="/a/one.css">\n  <link rel="stylesheet" href="/b/two.css">\n  <body>\n'
    )
    assert bundle.sheets(page) == ["/a/one.css", "/b/two.css"]
    assert bundle.with_one_sheet(page, "/all.css") == '  <link rel="stylesheet" href="/all.css">\n  <body>\n'
    made = bundle.style(
        [("/a/one.css", '/* first */\np { src: url("x.woff2"); }\n'), ("/b/two.css", "q { }\n")]
    )
    assert made == 'p { src: url("/a/x.woff2"); }\nq { }\n'
    assert bundle.named(made) == {"/a/x.woff2"}


@pytest.mark.parametrize("name", pages.PAGES)
def test_a_page_asks_for_one_module_and_one_sheet_and_the_worker_keeps_both(name: str) -> None:
    text = pages.files()[pages.PAGES[name]].body.decode()
    assert text.count("<script") == 1
    assert bundle.sheets(text) == [f"/till/{name}.css"]
    assert f'src="/till/{name}.js"' in text
    kept = pages.worker().body.decode().partition("\n")[0]
    # An inspector's page keeps itself: no till fetches it.
    assert [f'"/till/{name}.{kind}"' in kept for kind in ("js", "css")] == 2 * [name != "inspection"]
