"""A Chinese reader meets no English sentence and an English reader no Chinese one, on every page of the explorer."""

import pytest
from explorer import VIEWS
from one_language import foreign

TEXTS = """async ([lang, addresses]) => {
  const found = {};
  const ready = () => !document.querySelector("[aria-busy]");
  for (const address of addresses) {
    location.hash = "#lang=" + lang + "&" + address;
    await new Promise((done) => setTimeout(done));
    for (let k = 0; k < 200 && !ready(); k++) await new Promise((done) => setTimeout(done, 10));
    const page = document.body.cloneNode(true);
    for (const other of page.querySelectorAll("[lang], script, noscript, #tip")) other.remove();
    const all = [...page.querySelectorAll("*")];
    const texts = all.flatMap((one) => [...one.childNodes]).filter((node) => node.nodeType === 3);
    const said = all.flatMap((one) => [one.dataset.tip, one.ariaLabel, one.title, one.placeholder]);
    found[address] = [...texts.map((node) => node.textContent), ...said].filter((text) => text && text.trim());
  }
  return found;
}"""


def addresses(page):
    items = page.evaluate("[...icdi.data.nodes, ...icdi.data.indicators].map((one) => one.id)")
    areas = page.evaluate("icdi.data.areas.map((area) => area.id)")
    return [
        *(f"view={view}&areas=110000,310000&area=460000" for view in VIEWS),
        *(f"view=item&item={item}&area=460000" for item in items),
        *(f"view=region&area={area}" for area in areas[::6]),
        "view=whatif&area=460000&changes=education_spending_share:20&target=5",
        "view=whatif&own=1",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_the_explorer_is_in_one_language(visit, language):
    page = visit.open("index.html")

    texts = page.evaluate(TEXTS, [language, addresses(page)])

    assert len(texts) > 90
    assert foreign([text for found in texts.values() for text in found], language) == set()
    assert visit.complaints == []
