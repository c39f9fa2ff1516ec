"use strict";
/* The registers: every entry by name, searched and filtered, on tiles, with the document that lists it, to be saved. */
(function (icdi) {
  const { data, h, word, say, go } = icdi;
  const PAGE = 25;
  const [REGISTER, TITLE, INITIALS, CATEGORY, AREA, PLACE, DOCUMENT, YEAR, REVOKED] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const UNDATED = "undated";

  const named = (text) => h("span", { lang: "zh-CN" }, text);

  /** The language of a pair of names that is shown: English where that is read and there is an English name. */
  const shownIn = ([, english]) => (icdi.state.lang === "en" && english ? "en" : "zh-CN");
  const nameOf = (pair) => (shownIn(pair) === "en" ? pair[1] : pair[0]);
  const pair = (all, name) => all.find((one) => one[0] === name) || [name, ""];
  const areaName = (row) => (row[AREA] < 0 ? "—" : say(data.areas[row[AREA]].name));

  /** What each filter compares: the state's key, and the text of an entry. */
  const FILTERS = {
    register: (row, all) => all.registers[row[REGISTER]].id,
    category: (row, all) => all.categories[row[CATEGORY]][0],
    province: (row) => (row[AREA] < 0 ? "" : data.areas[row[AREA]].id),
    batch: (row, all) => all.documents[row[DOCUMENT]][0],
    from: (row) => (row[YEAR] === null ? UNDATED : String(row[YEAR])),
  };

  /** Entries that fit the search and every filter but `besides`. */
  function fitting(all, besides) {
    const wanted = icdi.state.q.trim().toLowerCase();
    const filters = Object.entries(FILTERS).filter(([key]) => icdi.state[key] && key !== besides);
    return all.entries.filter((row) => filters.every(([key, of]) => of(row, all) === icdi.state[key])
      && (!wanted || row[TITLE].toLowerCase().includes(wanted) || row[PLACE].toLowerCase().includes(wanted) || (/^[a-z0-9]+$/.test(wanted) && row[INITIALS].includes(wanted))));
  }

  /** A choice among the values that the other filters leave, each with its number of entries. */
  function choice(all, key, label, text, langOf) {
    const counts = new Map();
    for (const row of fitting(all, key)) counts.set(FILTERS[key](row, all), (counts.get(FILTERS[key](row, all)) || 0) + 1);
    counts.delete("");
    const values = [...counts.keys()].sort((a, b) => (key === "from" ? b.localeCompare(a) : counts.get(b) - counts.get(a)));
    if (icdi.state[key] && !counts.has(icdi.state[key])) values.push(icdi.state[key]);
    return icdi.select(label, [["", word("all")], ...values.map((value) => [value, `${text(value)} (${counts.get(value) || 0})`, langOf && langOf(value)])], icdi.state[key], (value) => go({ [key]: value }));
  }

  const status = (row, all) => (row[REVOKED] === null ? word("in_force", { year: all.registers[row[REGISTER]].years[1] }) : word("revoked_in", { year: row[REVOKED] }));

  function listed(all, found, shown) {
    const columns = [[word("entry"), ""], [word("area"), "whole", !icdi.state.province], [word("year"), "n"], [word("document"), "", !icdi.state.batch], [word("status"), "roomy"]];
    const kept = columns.map(([, , wanted], k) => (wanted === false ? -1 : k)).filter((k) => k >= 0);
    const heads = kept.map((k) => columns[k].slice(0, 2));
    return icdi.table(word("entries_caption", { count: icdi.number(found.length, 0) }), heads, found.slice(0, shown).map((row) => {
      const document = all.documents[row[DOCUMENT]], address = document[2], category = all.categories[row[CATEGORY]];
      const kind = [icdi.state.register ? null : say(all.registers[row[REGISTER]].title), category[0] ? h("span", { lang: shownIn(category) }, nameOf(category)) : null].filter(Boolean);
      return [[named(row[TITLE]), kind.length ? h("small", { class: "below" }, kind.flatMap((part, k) => (k ? [" · ", part] : [part]))) : null], [areaName(row), row[PLACE] ? h("small", { class: "below" }, named(row[PLACE])) : null],
        row[YEAR] === null ? "—" : row[YEAR], h(address ? "a" : "span", { href: address || null, rel: address ? "noopener noreferrer" : null, lang: shownIn(document) }, nameOf(document)), status(row, all)].filter((_, k) => kept.includes(k));
    }), { class: "entries" });
  }

  function map(all) {
    const counts = data.areas.map(() => 0);
    for (const row of fitting(all, "province")) if (row[AREA] >= 0) counts[row[AREA]] += 1;
    const title = word("entries_tiles");
    const cells = counts.map((count, i) => ({ value: count, text: icdi.number(count, 0), tip: say(data.areas[i].name) + "\n" + word("entries_caption", { count: icdi.number(count, 0) }) }));
    return icdi.figure({ id: "tiles", title, draw: icdi.charts.tiles(title, cells, (province) => go({ province: icdi.state.province === province ? "" : province }), (v) => icdi.number(v, 0)),
      heads: [word("col_code"), word("area"), word("entries")], rows: counts.map((count, i) => [data.areas[i].id, say(data.areas[i].name), count]), note: word("entries_tiles_note") });
  }

  function save(all) {
    const heads = [word("register"), word("entry"), word("category"), word("col_code"), word("area"), word("place_name"), word("year"), word("document"), word("address"), word("status")];
    icdi.saveCsv([heads, ...fitting(all).map((row) => [say(all.registers[row[REGISTER]].title), row[TITLE], nameOf(all.categories[row[CATEGORY]]), row[AREA] < 0 ? "" : data.areas[row[AREA]].id, areaName(row), row[PLACE],
      row[YEAR], nameOf(all.documents[row[DOCUMENT]]), all.documents[row[DOCUMENT]][2], status(row, all)])], "registers");
  }

  function result(all) {
    const found = fitting(all);
    const place = h("div", {});
    const show = (shown) => icdi.put(place, listed(all, found, shown), found.length > shown ? h("button", { type: "button", id: "more", onclick: () => show(shown + PAGE) }, word("show_more", { count: Math.min(PAGE, found.length - shown) })) : null);
    show(PAGE);
    return [h("div", { class: "beside wider map-first" }, place, map(all))];
  }

  icdi.views.registers = {
    render(main) {
      icdi.after(["entries"], main, () => {
        const all = window.ICDI_ENTRIES;
        const place = h("div", {}, result(all));
        const search = h("input", { type: "search", id: "register-search", value: icdi.state.q, placeholder: word("entries_hint"), oninput: (event) => {
          go({ q: event.target.value }, true);
          icdi.refresh();
          icdi.announce(word("entries_caption", { count: fitting(all).length }));
        } });
        const title = (id) => { const one = all.registers.find((register) => register.id === id); return one ? say(one.title) : id; };
        const choices = () => [choice(all, "register", word("register"), title), choice(all, "category", word("category"), (name) => nameOf(pair(all.categories, name)), (name) => shownIn(pair(all.categories, name))),
          choice(all, "province", word("area"), (id) => say(data.areas[icdi.areaIndex[id]].name)), choice(all, "from", word("year"), (year) => (year === UNDATED ? word("undated") : year)),
          choice(all, "batch", word("document"), (name) => nameOf(pair(all.documents, name)), (name) => shownIn(pair(all.documents, name)))];
        let offered = choices();
        icdi.refresh = () => {
          const before = offered;
          offered = choices();
          before.forEach((one, k) => one.replaceWith(offered[k]));
          icdi.put(place, result(all));
        };
        icdi.put(main, icdi.heading(), h("p", {}, word("registers_intro", { count: icdi.number(all.entries.length, 0), registers: all.registers.length })),
          h("div", { class: "controls" }, h("label", { class: "field" }, word("search_entries"), search), offered,
            h("button", { type: "button", onclick: () => go({ q: "", register: "", category: "", province: "", batch: "", from: "" }) }, word("clear")), h("button", { type: "button", id: "save-entries", onclick: () => save(all) }, word("save_filtered"))), place);
      });
    },
  };
})((window.icdi = window.icdi || {}));
