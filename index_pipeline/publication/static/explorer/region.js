"use strict";
/* Region: one region's scores, years and indicators, and what is like it. */
(function (icdi) {
  const { data, h, word, say, go } = icdi;

  function tiles(area, year) {
    const at = data.years.indexOf(year), i = icdi.areaIndex[area];
    const rank = icdi.rankOf(data.root, area, year), score = icdi.scoreOf(data.root, area, year);
    const interval = data.intervals && data.intervals[at][i];
    const tier = data.tiers && data.tiers[at][i];
    const item = (label, value, unit) => h("div", {}, h("dt", {}, label), h("dd", {}, h("b", {}, value), " ", unit || ""));
    const before = data.years[at - 1];
    const old = before === undefined ? null : icdi.scoreOf(data.root, area, before);
    const place = before === undefined ? null : icdi.rankOf(data.root, area, before);
    return h("dl", { class: "headline" },
      item(word("col_score"), score === null ? word("unscored") : icdi.score(score), score === null ? "" : word("points")),
      item(word("col_rank"), rank === null ? "—" : rank, word("of_regions", { count: data.ranks[data.root][at].filter((r) => r !== null).length })),
      interval ? item(word("interval"), icdi.interval(interval)) : null,
      tier ? item(word("tier"), icdi.tierName(tier)) : null,
      item(word("col_change"), score === null || old === null ? "—" : icdi.signed(score - old)),
      item(word("col_moved"), icdi.arrow(rank === null || place === null ? null : place - rank)));
  }

  function further(area, year) {
    if (!data.further.length) return null;
    const at = data.years.indexOf(year), i = icdi.areaIndex[area];
    return icdi.table(word("further_caption", { year }),
      [[word("further_index"), ""], [word("col_score"), "n"], [word("col_rank"), "n"], [word("interval"), "n"]],
      data.further.map((index) => [h("span", { title: say(index.definition) }, say(index.title)), ...icdi.furtherCells(index, at, i)]));
  }

  function components(area, year) {
    const before = data.years[data.years.indexOf(year) - 1];
    const zone = say(data.areas[icdi.areaIndex[area]].zone);
    const sameZone = (other) => say(other.zone) === zone;
    const benchmark = leader(area, year);
    const rows = data.nodes.filter((n) => n.parent).map((node) => {
      const depth = node.parent === data.root ? 0 : 1;
      const title = h("span", { class: depth ? "deep" : "pillar" }, say(node.title));
      const empty = Array(3 + (zone ? 1 : 0) + (benchmark ? 1 : 0) + 1).fill("");
      if (!node.measured) return [title, word("not_measured"), ...empty];
      const score = icdi.scoreOf(node.id, area, year), rank = icdi.rankOf(node.id, area, year);
      const old = before === undefined ? null : icdi.scoreOf(node.id, area, before);
      const place = before === undefined ? null : icdi.rankOf(node.id, area, before);
      return [title, score === null ? word("unscored") : icdi.score(score), rank === null ? "—" : rank,
        score === null || old === null ? "—" : icdi.signed(score - old),
        icdi.arrow(rank === null || place === null ? null : place - rank), icdi.score(icdi.meanOf(node.id, year)),
        ...(zone ? [icdi.score(icdi.meanOf(node.id, year, sameZone))] : []),
        ...(benchmark ? [icdi.score(icdi.scoreOf(node.id, benchmark.id, year))] : [])];
    });
    return icdi.table(word("components_caption", { year }),
      [[word("component"), ""], [word("col_score"), "n"], [word("col_rank"), "n"], [word("col_change"), "n"],
        [word("col_moved"), "n"], [word("mean"), "n"], ...(zone ? [[word("zone_mean", { zone }), "n"]] : []),
        ...(benchmark ? [[word("benchmark", { area: say(benchmark.short) }), "n"]] : [])], rows);
  }

  /** The region ranked first by the index; for that region itself, the next. */
  function leader(area, year) {
    const ranks = data.ranks[data.root][data.years.indexOf(year)];
    const order = data.areas.map((_, i) => i).filter((i) => ranks[i] !== null && data.areas[i].id !== area);
    return order.length ? data.areas[order.reduce((best, i) => (ranks[i] < ranks[best] ? i : best))] : null;
  }

  function indicators(area, year, figures) {
    const at = data.years.indexOf(year), i = icdi.areaIndex[area];
    let parent = null;
    const rows = data.indicators.flatMap((indicator) => {
      const own = figures[indicator.id];
      const scores = own.scores[at];
      const rank = icdi.engine.ranks(scores)[i];
      const status = own.statuses[at][i];
      const title = h("span", {}, say(indicator.title), indicator.kind === "supplementary" ? h("small", {}, " " + word("supplementary")) : null);
      const [national, isTotal] = own.national[at];
      const mark = (text, shown) => (shown ? h("span", { class: "hung" }, text) : null);
      const row = [title, icdi.number(own.values[at][i], own.places),
        [icdi.number(national, own.places), mark("*", data.total && national !== null && !isTotal)], say(indicator.unit),
        rank === null ? "—" : [rank, mark("†", own.shrunk)], data.words[icdi.state.lang].statuses[status] || status];
      const group = indicator.parent === parent ? [] : [say(icdi.nodes[indicator.parent].title)];
      parent = indicator.parent;
      return group.concat([row]);
    });
    const notes = [data.total && word("mean_note"), data.indicators.some((one) => figures[one.id].shrunk) && word("shrunk_note")];
    return [icdi.table(word("indicators_caption", { year }),
      [[word("indicator"), ""], [word("value"), "n"], [word(data.total ? "national" : "mean"), "n"], [word("unit"), ""],
        [word("col_rank"), "n"], [word("status"), ""]], rows),
      notes.filter(Boolean).map((text) => h("p", { class: "note" }, text))].flat();
  }

  function similar(area, year) {
    if (!data.similar) return null;
    const others = data.similar[data.years.indexOf(year)][icdi.areaIndex[area]];
    if (!others || !others.length) return null;
    return [h("h3", {}, word("similar")), h("ul", { class: "inline" }, others.map((id) =>
      h("li", {}, h("a", { href: icdi.link({ area: id }) }, say(data.areas[icdi.areaIndex[id]].name))))),
      h("p", {}, h("a", { href: icdi.link({ view: "compare", areas: [area].concat(others).slice(0, icdi.MOST_COMPARED) }) }, word("compare_these")))];
  }

  function result() {
    const { area, year } = icdi.state;
    const place = data.areas[icdi.areaIndex[area]];
    const series = (id) => ({ name: say(place.short), values: data.years.map((y) => icdi.scoreOf(id, area, y)) });
    const mean = { name: word("mean"), values: data.years.map((y) => icdi.meanOf(data.root, y)) };
    const pillars = icdi.pillars.map((p) => p.id);
    const table = h("div", { "aria-busy": "true" }, word("loading"));
    icdi.withIndicators((figures) => {
      table.replaceChildren(...indicators(area, year, figures));
      table.removeAttribute("aria-busy");
    });
    const card = (lang, kind) => `scorecards/${lang}/${place.file}.${kind}`;
    return [h("h2", {}, say(place.name), " ", h("small", {}, word("of_year", { year }))), tiles(area, year), further(area, year),
      year === icdi.newest ? h("p", {}, word("card"), " ",
        ["zh", "en"].map((lang) => ["html", "pdf"].map((kind) => [h("a", { href: card(lang, kind) }, word("card_" + lang) + " " + kind.toUpperCase()), " "]))) : null,
      h("div", { class: "columns" },
        pillars.length ? h("section", {}, h("h3", {}, word("pillars")), icdi.charts.dots(word("pillars"), pillars.map((p) => say(icdi.nodes[p].title)),
          [{ name: say(place.short), values: pillars.map((p) => icdi.scoreOf(p, area, year)) }],
          { name: word("mean"), values: pillars.map((p) => icdi.meanOf(p, year)) })) : null,
        data.years.length > 1 ? h("section", {}, h("h3", {}, word("trend")), icdi.charts.lines(word("trend"), data.years, [series(data.root)], mean)) : null),
      similar(area, year), components(area, year), table];
  }

  icdi.views.region = {
    render(main) {
      if (!icdi.state.area) go({ area: data.areas[0].id }, true);
      const place = h("div", {}, result());
      icdi.refresh = () => icdi.put(place, result().flat(Infinity).filter(Boolean));
      icdi.put(main, h("div", { class: "controls" }, icdi.areaSelect(word("area")), icdi.yearSlider()), place);
    },
  };
})((window.icdi = window.icdi || {}));
