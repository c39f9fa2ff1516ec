"use strict";
/* Ranking: one component, one year, all regions; sorts by any column; a tile grid beside it. */
(function (icdi) {
  const { data, h, word, say, go } = icdi;

  function rows() {
    const { component, year } = icdi.state;
    const at = data.years.indexOf(year);
    return data.areas.map((area, i) => {
      const onIndex = component === data.root;
      const change = icdi.changeOf(component, area.id, year);
      return {
        area, i, rank: data.ranks[component][at][i], score: data.scores[component][at][i], change: change.score, moved: change.rank,
        interval: onIndex && data.intervals ? data.intervals[at][i] : null,
        tier: onIndex && data.tiers ? data.tiers[at][i] : null,
        robust: onIndex && data.significant ? data.significant[at][i] : null,
      };
    });
  }

  /** What a column sorts by; null comes last, whichever way. */
  const KEYS = {
    rank: (row) => row.rank,
    code: (row) => row.i,
    name: (row) => say(row.area.name),
    score: (row) => (row.score === null ? null : -row.score),
    change: (row) => (row.change === null ? null : -row.change),
    moved: (row) => (row.moved === null ? null : -row.moved),
  };
  const DOWNWARD = ["score", "change", "moved"];

  function sorted() {
    const backwards = icdi.state.sort.startsWith("-");
    const name = icdi.state.sort.replace("-", "");
    const key = Object.hasOwn(KEYS, name) ? KEYS[name] : KEYS.rank;
    const compare = (a, b) => (typeof key(a) === "string" ? key(a).localeCompare(key(b), icdi.state.lang) : key(a) - key(b));
    const all = rows(), known = all.filter((row) => key(row) !== null).sort((a, b) => compare(a, b) || a.i - b.i);
    return [...(backwards ? known.reverse() : known), ...all.filter((row) => key(row) === null)];
  }

  function head(key, kind) {
    const current = icdi.state.sort.replace("-", "") === key;
    const backwards = icdi.state.sort.startsWith("-");
    const down = DOWNWARD.includes(key) !== backwards;
    const button = h("button", { type: "button", class: "sort", "data-tip": word("col_" + key) + "\n" + word("means_" + key), onclick: () => {
      go({ sort: current && !backwards ? "-" + key : key }, true);
      icdi.refresh();
      document.querySelector(`th[data-head="${key}"] button`).focus();
    } }, word("col_" + key), h("span", { "aria-hidden": "true" }, current ? (down ? " ▼" : " ▲") : ""));
    return [button, kind, { "aria-sort": current ? (down ? "descending" : "ascending") : "none", "data-head": key }];
  }

  function result() {
    const { component, year } = icdi.state;
    const found = sorted();
    const low = data.scale[0], high = Math.max(low + 1, ...found.map((row) => row.score).filter((score) => score !== null));
    const withIntervals = found.some((row) => row.interval);
    const withTiers = found.some((row) => row.tier);
    const heads = [head("name"), head("code", "n wide"), head("rank", "n"), head("score", "n"), ["", "bars", { "aria-hidden": "true" }]];
    if (withIntervals) heads.push([icdi.term(word("interval"), word("means_interval")), "n"]);
    if (withTiers) heads.push([icdi.term(word("tier"), word("means_tier")), "whole roomy"]);
    const withChanges = data.years.length > 1;
    if (withChanges) heads.push(head("change", "n"), head("moved", "n"));
    const ranked = found.some((row) => row.rank !== null);
    const unranked = ranked ? "—" : word("alike");
    const body = found.map((row) => {
      const bar = h("span", { class: "bar" });
      bar.style.width = row.score === null ? "0" : Math.max(0, 100 * (row.score - low) / (high - low)) + "%";
      const cells = [h("a", { href: icdi.link({ view: "region", area: row.area.id }) }, say(row.area.name)), row.area.id,
        row.rank === null ? (row.score === null ? "—" : unranked) : row.rank, row.score === null ? word("unscored") : icdi.score(row.score), bar];
      if (withIntervals) cells.push(row.interval ? icdi.interval(row.interval) : "—");
      if (withTiers) cells.push(row.tier ? tierName(row.tier) : "—");
      if (withChanges) cells.push(icdi.signed(row.change), icdi.moved(row.moved, row.robust));
      return cells;
    });
    const title = word("ranking_caption", { title: say(icdi.nodes[component].title), year });
    const at = data.years.indexOf(year);
    const tip = (row) => [say(row.area.name), word("col_score") + word("colon") + (row.score === null ? word("unscored") : icdi.score(row.score)),
      row.rank === null ? null : word("place", { rank: row.rank }), row.interval ? word("interval") + word("colon") + icdi.interval(row.interval) : null,
      row.change === null ? null : word("col_change") + word("colon") + icdi.signed(row.change)].filter(Boolean).join("\n");
    const cells = rows().map((row) => ({ value: row.score, text: row.score === null ? "—" : icdi.score(row.score), tip: tip(row) }));
    const tilesTitle = word("tiles_caption", { title: say(icdi.nodes[component].title), year });
    const map = icdi.charts.tiles(tilesTitle, cells, (area) => icdi.visit({ view: "region", area }), icdi.score);
    const doubts = found.some((row) => row.moved && row.robust === false);
    return [component === data.root ? null : h("p", {}, h("a", { href: icdi.link({ view: "item", item: component }) }, word("about_item", { title: say(icdi.nodes[component].title) }))),
      h("div", { class: map ? "beside wider" : "" },
      h("div", {}, icdi.table(title, heads, body, { class: "ranking" }), doubts ? h("p", { class: "note" }, word("doubtful")) : null,
        ranked || found.every((row) => row.score === null) ? null : h("p", { class: "note" }, word("alike_note"))),
      map ? icdi.figure({ id: "tiles", title: tilesTitle, draw: map, note: word("tiles_note"), heads: [word("col_code"), word("area"), word("col_rank"), word("col_score")],
        rows: found.map((row) => [row.area.id, say(row.area.name), row.rank, row.score]) }) : null), ...(further() || [])];
  }

  /** Score, rank and interval of each further index, regions in the order shown above. */
  function further() {
    if (icdi.state.component !== data.root || !data.further.length) return null;
    const at = data.years.indexOf(icdi.state.year);
    const heads = [[word("area"), ""], ...data.further.flatMap((index) =>
      [[icdi.term(say(index.title), say(index.definition)), "n"], [word("col_rank"), "n"], [word("interval"), "n"]])];
    const body = sorted().map((row) => [say(row.area.name), ...data.further.flatMap((index) => icdi.furtherCells(index, at, row.i))]);
    return [icdi.table(word("further_caption", { year: icdi.state.year }), heads, body),
      h("ul", { class: "note" }, data.further.map((index) => h("li", {}, h("b", {}, say(index.title)), " ", say(index.definition))))];
  }

  icdi.furtherCells = (index, at, i) => {
    const score = index.scores[at][i], rank = index.ranks[at][i], interval = index.intervals[at][i];
    return [score === null ? word("unscored") : icdi.score(score), rank === null ? "—" : rank, interval ? icdi.interval(interval) : "—"];
  };

  function tierName([tier, borderline]) {
    const name = data.tierNames[icdi.state.lang][tier - 1] || String(tier);
    return borderline ? word("borderline", { tier: name }) : name;
  }

  icdi.tierName = tierName;
  icdi.componentSelect = () => icdi.select(word("component"),
    data.nodes.filter((n) => n.measured).map((n) => [n.id, (n.parent ? (n.parent === data.root ? "· " : "· · ") : "") + say(n.title)]),
    icdi.state.component, (component) => go({ component }));

  icdi.views.ranking = {
    render(main) {
      const place = h("div", {}, result());
      icdi.refresh = () => icdi.put(place, result());
      icdi.put(main, icdi.heading(), h("div", { class: "controls" }, icdi.componentSelect(), icdi.yearSlider()), place);
    },
  };
})((window.icdi = window.icdi || {}));
