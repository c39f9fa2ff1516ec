"use strict";
/* One component or indicator: what it is and rests on, its ranking, tiles, trend and spread, and its figures to save. */
(function (icdi) {
  const { data, h, word, say, go } = icdi;
  const SHOWN = 3;

  /** Values, scores and ranks of an item by year and region, with how they are written. */
  function measures(id, figures) {
    if (icdi.nodes[id]) return { values: data.scores[id], scores: data.scores[id], ranks: data.ranks[id], written: icdi.score, unit: word("points") };
    const own = figures[id];
    return { values: own.values, scores: own.scores, ranks: own.scores.map(icdi.engine.ranks), own, written: (v) => icdi.number(v, own.places), unit: say(icdi.items[id].unit) };
  }

  function trail(id) {
    const above = [];
    for (let at = icdi.nodes[icdi.items[id].parent]; at; at = icdi.nodes[at.parent]) above.unshift(at);
    return above.length ? h("p", { class: "trail" }, above.map((node, k) => [k ? " › " : "", icdi.itemLink(node.id)])) : null;
  }

  /** What an item is: every line that the framework says of it. */
  function about(id, own, details) {
    const item = icdi.items[id];
    const line = (label, text) => (text ? h("div", {}, h("dt", {}, label), h("dd", {}, text)) : null);
    if (icdi.nodes[id]) {
      return h("dl", { class: "facts" }, line(word("clause"), say(item.clause)), item.measured ? line(word("weight_of_index"), icdi.number(100 * item.effective, 1) + "%") : line(word("not_measured"), say(item.reason)),
        item.measured ? null : line(word("wanted_data"), say(item.wanted)), item.measured ? line(word("aggregation"), word("aggregation_" + (icdi.engine.closed(item.rule.method) ? item.rule.method : "other"))) : null,
        line(word("evidence"), details.grades[id]));
    }
    const post = own.goalposts.find((row) => row.lower !== null && row.lower !== undefined && row.time_period === null && !row.ref_area);
    return h("dl", { class: "facts" }, line(word("definition"), say(own.definition)), line(word("unit"), say(item.unit)), line(word("direction"), word(item.lower ? "lower" : "higher")),
      line(word("proxy"), item.proxy ? word("proxy_" + item.proxy) : ""), line(word("weight_of_index"), item.kind === "supplementary" ? word("supplementary_only") : icdi.number(100 * item.effective, 1) + "%"),
      line(word("source"), say(own.sources)), line(word("data_years"), icdi.range(own.years)), post ? line(word("goalposts"), word("range", { low: icdi.quantity(post.lower), high: icdi.quantity(post.upper) })) : null,
      line(word("note"), say(own.note)));
  }

  function children(id) {
    if (!icdi.nodes[id]) return null;
    const below = [...icdi.tree.children[id], ...data.indicators.filter((one) => one.parent === id)];
    if (!below.length) return null;
    return icdi.table(word("below_caption"), [[word("item"), ""], [word("proxy"), ""], [word("weight_of_index"), "n"]],
      below.map((one) => [icdi.itemLink(one.id), one.proxy ? word("proxy_" + one.proxy) : one.measured === false ? word("not_measured") : "",
        one.effective > 0 ? icdi.number(100 * one.effective, 1) + "%" : one.kind === "supplementary" ? word("supplementary_only") : "—"]));
  }

  function result(id, figures) {
    const { year } = icdi.state;
    const at = data.years.indexOf(year);
    const found = measures(id, figures);
    const title = say(icdi.items[id].title) + (found.own && found.unit ? word("aside", { text: found.unit }) : "");
    const name = (i) => say(data.areas[i].name);
    const tip = (i, k) => [name(i) + " " + data.years[k], found.written(found.values[k][i]) + " " + found.unit, found.ranks[k][i] === null ? null : word("place", { rank: found.ranks[k][i] }),
      found.own ? word("col_score") + word("colon") + icdi.score(found.scores[k][i]) : null,
      found.own ? word("status") + word("colon") + data.words[icdi.state.lang].statuses[found.own.statuses[k][i]] : null].filter(Boolean).join("\n");
    const all = data.areas.map((_, i) => i), unranked = all.length + 1;
    const order = all.slice().sort((a, b) => (found.ranks[at][a] || unranked) - (found.ranks[at][b] || unranked) || a - b);
    const heads = [word("col_code"), word("area"), word("col_rank"), found.unit ? word("value_of") + word("aside", { text: found.unit }) : word("value_of"), word("col_score")];
    const rows = order.map((i) => [data.areas[i].id, name(i), found.ranks[at][i], found.values[at][i], found.scores[at][i]]);
    const caption = (key) => word(key, { title, year });
    const bars = icdi.charts.bars(caption("ranking_caption"), order.map((i) => ({ name: (found.ranks[at][i] || "—") + " " + say(data.areas[i].short), value: found.values[at][i], text: found.written(found.values[at][i]),
      tip: tip(i, at), kind: data.areas[i].id === icdi.state.area ? "rise" : "fill", named: data.areas[i].id === icdi.state.area, go: () => icdi.visit({ view: "region", area: data.areas[i].id }) })));
    const cells = all.map((i) => ({ value: found.values[at][i], text: found.written(found.values[at][i]), tip: tip(i, at) }));
    const map = icdi.charts.tiles(caption("tiles_caption"), cells, (area) => icdi.visit({ view: "region", area }), found.written);
    const lead = icdi.state.areas.length ? icdi.state.areas.map((a) => icdi.areaIndex[a]) : order.slice(0, SHOWN);
    const keys = icdi.charts.keys(lead);
    const series = lead.map((i, k) => ({ key: keys[k], i, name: say(data.areas[i].short), values: found.values.map((row) => row[i]) }));
    const middle = (row) => { const own = row.filter((v) => v !== null); return own.length ? own.reduce((a, b) => a + b, 0) / own.length : null; };
    const mean = { name: word("mean_short"), values: found.values.map(middle) };
    const trendTip = (one, k) => (one === mean ? [word("mean") + " " + data.years[k], found.written(mean.values[k]) + " " + found.unit].join("\n") : tip(one.i, k));
    const over = data.years.map((y, k) => all.map((i) => [y, data.areas[i].id, name(i), found.ranks[k][i], found.values[k][i], found.scores[k][i]])).flat();
    return [h("p", {}, h("button", { type: "button", id: "save-item", onclick: () => icdi.saveCsv([[word("year"), ...heads], ...over], id) }, word("save_all_years"))),
      h("div", { class: "columns" }, icdi.figure({ id: "bars", title: caption("ranking_caption"), draw: bars, heads, rows }),
        h("div", {}, map ? icdi.figure({ id: "tiles", title: caption("tiles_caption"), draw: map, heads, rows, note: word(found.own ? (icdi.items[id].lower ? "tiles_note_lower" : "tiles_note_value") : "tiles_note") }) : null,
          data.years.length > 1 ? icdi.figure({ id: "trend", title: word("trend_caption", { title }), draw: icdi.charts.trend(title, data.years, series, mean, trendTip),
            heads: [word("year"), ...series.map((one) => one.name), word("mean")], rows: data.years.map((y, k) => [y, ...series.map((one) => one.values[k]), mean.values[k]]), note: word("trend_note") }) : null,
          icdi.figure({ id: "spread", title: word("spread_caption", { title }), draw: icdi.charts.strips(title, data.years, found.values, tip, icdi.areaIndex[icdi.state.area]),
            heads: [word("year"), ...heads], rows: over, note: word("spread_note") })))];
  }

  /** Where the figures of one region and year are from: file and cell of each, or the entries that are counted. */
  function origins(id, figures) {
    const area = icdi.state.area || data.areas[0].id;
    const at = data.years.indexOf(icdi.state.year), i = icdi.areaIndex[area];
    const { uses, files, series } = window.ICDI_ORIGINS;
    const [read, registers] = uses[id];
    const rows = read.map((name) => [name, series[name].cells[at][i]]).map(([name, cell]) => [say(series[name].title), cell ? icdi.quantity(cell[0]) : "—", say(series[name].unit), say(series[name].source),
      cell ? h("span", { lang: "zh-CN" }, files[cell[1]]) : word("no_figure"), cell ? cell[2] || "—" : "—"]);
    const title = word("origin_caption", { area: say(data.areas[i].name), year: icdi.state.year });
    const own = figures[id];
    const links = registers.map((name) => h("p", {}, h("a", { href: icdi.link({ view: "registers", register: name, province: area }) }, word("origin_entries", { area: say(data.areas[i].name) }))));
    return [h("h3", {}, word("origin")), h("div", { class: "controls" }, icdi.areaSelect(word("area"))), h("p", {}, word("value_of") + word("colon") + icdi.number(own.values[at][i], own.places) + " " + say(icdi.items[id].unit)),
      rows.length ? icdi.table(title, [[word("series"), ""], [word("value_of"), "n"], [word("unit"), "whole"], [word("source"), "roomy"], [word("file"), ""], [word("cell"), ""]], rows, { class: "origins" }) : null, links];
  }

  icdi.views.item = {
    render(main) {
      icdi.after(["indicators", "details"], main, () => {
        const id = icdi.state.item, figures = window.ICDI_INDICATORS;
        const measured = !icdi.nodes[id] || icdi.nodes[id].measured;
        const place = h("div", {}), from = h("section", { id: "origins" });
        icdi.refresh = () => {
          icdi.put(place, measured ? result(id, figures) : []);
          if (!icdi.nodes[id]) icdi.after(["origins"], from, () => icdi.put(from, origins(id, figures)));
        };
        const known = data.nodes.map((n) => [n.id, say(n.title)]).concat(data.indicators.map((one) => [one.id, "· " + say(one.title)]));
        icdi.put(main, trail(id), h("h2", {}, say(icdi.items[id].title)), about(id, figures[id], window.ICDI_DETAILS), children(id),
          h("div", { class: "controls" }, icdi.select(word("item"), known, id, (item) => go({ item })), measured ? icdi.yearSlider() : null), place, from);
        icdi.refresh();
      });
    },
  };
})((window.icdi = window.icdi || {}));
