"use strict";
/* Search: regions, components, indicators and register entries by name, English name, or the initials of their pinyin. */
(function (icdi) {
  const { data, h, word, say } = icdi;
  const MOST = 12, MOST_ENTRIES = 6;

  /** How well a text is met: 4 the same, 3 its beginning, 2 within it, 1 within its initials, 0 not at all. */
  function fit(wanted, texts, initials) {
    const found = texts.map((text) => text.toLowerCase());
    if (found.includes(wanted) || initials.includes(wanted)) return 4;
    if (found.some((text) => text.startsWith(wanted)) || initials.some((text) => text.startsWith(wanted))) return 3;
    if (found.some((text) => text.includes(wanted))) return 2;
    return wanted.length > 1 && initials.some((text) => text.includes(wanted)) ? 1 : 0;
  }

  function found(text) {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return [];
    const best = (items) => items.filter((one) => one.fit).sort((a, b) => b.fit - a.fit);
    const areas = data.areas.map((area) => ({ fit: fit(wanted, [...area.name, ...area.short, area.id], area.initials), name: say(area.name), kind: word("area"), href: icdi.link({ view: "region", area: area.id }) }));
    const item = (one, kind) => ({ fit: fit(wanted, [...one.title, one.id], [one.initials]), name: say(one.title), kind, href: icdi.link({ view: "item", item: one.id }) });
    const items = data.nodes.map((node) => item(node, word("component_kind"))).concat(data.indicators.map((one) => item(one, word("indicator"))));
    const first = best([...areas, ...items]).slice(0, MOST);
    const all = window.ICDI_ENTRIES;
    const entries = all ? best(all.entries.map((row) => ({ fit: fit(wanted, [row[1]], [row[2]]), name: row[1], lang: "zh-CN", kind: say(all.registers[row[0]].title),
      href: icdi.link({ view: "registers", q: row[1], register: "", category: "", province: "", batch: "", from: "" }) }))).slice(0, MOST_ENTRIES) : [];
    return [...first, ...entries];
  }

  /** A box with the results below it; up and down choose one, Enter opens it. */
  icdi.searchBox = () => {
    const list = h("ul", { id: "search-results", role: "listbox", "aria-label": word("search"), hidden: true });
    const input = h("input", { type: "search", id: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "search-results", "aria-autocomplete": "list", autocomplete: "off",
      "aria-label": word("search"), placeholder: word("search_hint") });
    let active = -1;

    function show() {
      const hits = found(input.value);
      active = -1;
      list.replaceChildren(...hits.map((hit, i) => h("li", { role: "option", id: "hit-" + i, "aria-selected": "false" }, h("a", { href: hit.href, tabindex: -1 }, h("span", { lang: hit.lang }, hit.name), " ", h("small", {}, hit.kind)))));
      if (input.value.trim() && !hits.length) list.replaceChildren(h("li", { role: "option", "aria-selected": "false" }, word("search_none")));
      list.hidden = !list.children.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      input.removeAttribute("aria-activedescendant");
    }

    function choose(next) {
      const options = [...list.querySelectorAll("a")];
      if (!options.length) return;
      active = (next + options.length) % options.length;
      options.forEach((option, i) => option.parentElement.setAttribute("aria-selected", String(i === active)));
      options[active].parentElement.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", "hit-" + active);
    }

    function hide() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
    }

    input.addEventListener("focus", () => icdi.load("entries").then(() => { if (input.value && active < 0) show(); }, () => {}), { once: true });
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") choose(active + 1);
      else if (event.key === "ArrowUp") choose(Math.max(active, 0) - 1);
      else if (event.key === "Escape") hide();
      else if (event.key === "Enter") {
        const option = list.querySelectorAll("a")[Math.max(active, 0)];
        if (option) option.click();
      } else return;
      event.preventDefault();
    });
    const box = h("div", { class: "search", role: "search" }, input, list);
    box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) hide(); });
    return box;
  };
})((window.icdi = window.icdi || {}));
