"use strict";
/* Region: one region's scores, why they moved, its years and indicators, and what is like it; sections fold. */
(function (icdi) {
  const { data, h, word, say, go } = icdi;
  const folds = {};

  const placeOf = (area) => data.areas[icdi.areaIndex[area]];

  /** A section with a heading that folds it; on a narrow screen only those marked `first` are open to begin with. */
  function section(key, title, first, ...content) {
    if (!content.flat().filter(Boolean).length) return null;
    const open = key in folds ? folds[key] : first || innerWidth > 640;
    return h("details", { class: "section", open, ontoggle: (event) => { folds[key] = event.target.open; } },
      h("summary", {}, h("h3", {}, title)), ...content);
  }

  function headline(area, year) {
    const at = data.years.indexOf(year), i = icdi.areaIndex[area];
    const rank = icdi.rankOf(data.root, area, year), score = icdi.scoreOf(data.root, area, year);
    const interval = data.intervals && data.intervals[at][i];
    const tier = data.tiers && data.tiers[at][i];
    const item = (key, value, unit) => h("div", {}, h("dt", {}, icdi.term(word(key), word("means_" + key.replace("col_", "")))), h("dd", {}, h("b", { class: key }, value), " ", unit || ""));
    const change = icdi.changeOf(data.root, area, year);
    const robust = data.significant && data.significant[at][i];
    return [h("dl", { class: "headline" },
      item("col_score", score === null ? word("unscored") : icdi.score(score), score === null ? "" : word("points")),
      item("col_rank", rank === null ? "—" : rank, word("of_regions", { count: data.ranks[data.root][at].filter((r) => r !== null).length })),
      interval ? item("interval", icdi.interval(interval)) : null,
      tier ? item("tier", icdi.tierName(tier)) : null,
      data.years.length > 1 ? [item("col_change", icdi.signed(change.score)), item("col_moved", icdi.moved(change.rank, robust))] : null),
    change.rank && robust === false ? h("p", { class: "note" }, word("doubtful")) : null];
  }

  function further(area, year) {
    if (!data.further.length) return null;
    const at = data.years.indexOf(year), was = data.years.indexOf(year - 1), i = icdi.areaIndex[area];
    return icdi.table(word("further_caption", { year }),
      [[word("further_index"), ""], [word("col_score"), "n"], [word("col_rank"), "n"], [word("interval"), "n"], ...(was < 0 ? [] : [[word("col_change"), "n"]])],
      data.further.map((index) => [icdi.term(say(index.title), say(index.definition)), ...icdi.furtherCells(index, at, i),
        ...(was < 0 ? [] : [[at, was].some((k) => index.ranks[k][i] === null) ? "—" : icdi.signed(index.scores[at][i] - index.scores[was][i])])]));
  }

  /** Bars of what a change of score is made of, the largest first, with each part in words; all bars add up to it. */
  function moved(area, year, reasons) {
    const found = (reasons[year] || {})[area];
    if (!found) return [];
    const language = data.languages.indexOf(icdi.state.lang);
    const bar = (name, points, tip, use) => ({ name, value: points, text: icdi.signed2(points), kind: points < 0 ? "fall" : "rise", tip, go: use });
    const rows = found.parts.map(([id, points, ...said]) => bar(say(icdi.items[id].title), points, say(icdi.items[id].title) + "\n" + said[language], () => icdi.visit({ view: "item", item: id })));
    const [rest, count] = found.others;
    if (count) rows.push(bar(word("others", { count }), rest, word("others", { count }) + "\n" + word("with_points", { points: icdi.signed2(rest) })));
    const title = word("why_caption", { area: say(placeOf(area).short), before: year - 1, year });
    return [h("ol", { class: "reasons" }, found.parts.map(([, , ...said]) => h("li", {}, said[language] + word("stop")))),
      found.significance[language] ? h("p", {}, found.significance[language]) : null,
      icdi.figure({ id: "why", title, draw: icdi.charts.bars(title, rows), note: word("why_note"), heads: [word("indicator"), word("contribution")], rows: rows.map((row) => [row.name, row.value]) })];
  }

  function components(area, year, details) {
    const at = data.years.indexOf(year), i = icdi.areaIndex[area];
    const zone = say(placeOf(area).zone);
    const sameZone = (other) => say(other.zone) === zone;
    const benchmark = leader(area, year);
    const withChanges = data.years.length > 1;
    let doubts = false;
    const rows = data.nodes.filter((n) => n.parent && n.measured).map((node) => {
      const score = icdi.scoreOf(node.id, area, year), rank = icdi.rankOf(node.id, area, year);
      const change = icdi.changeOf(node.id, area, year);
      const robust = details.significant[node.id] && details.significant[node.id][at][i];
      doubts = doubts || (change.rank && robust === false);
      const span = details.intervals[node.id] && details.intervals[node.id][at][i];
      return [h("span", { class: node.parent === data.root ? "pillar" : "deep" }, icdi.itemLink(node.id), grade(details.grades[node.id])),
        score === null ? word("unscored") : icdi.score(score), [rank === null ? "—" : rank, span && rank !== null ? h("small", {}, " " + icdi.interval(span)) : null],
        ...(withChanges ? [icdi.signed(change.score), icdi.moved(change.rank, robust)] : []), icdi.score(icdi.meanOf(node.id, year)),
        ...(zone ? [icdi.score(icdi.meanOf(node.id, year, sameZone))] : []),
        ...(benchmark ? [icdi.score(icdi.scoreOf(node.id, benchmark.id, year))] : [])];
    });
    const missing = data.nodes.filter((n) => n.parent && !n.measured && !(icdi.nodes[n.parent] && !icdi.nodes[n.parent].measured));
    return [icdi.table(word("components_caption", { year }),
      [[word("component"), ""], [word("col_score"), "n"], [icdi.term(word("col_rank"), word("rank_with_interval")), "n"],
        ...(withChanges ? [[word("col_change"), "n"], [word("col_moved"), "n"]] : []), [word("mean"), "n roomy"], ...(zone ? [[word("zone_mean", { zone }), "n roomy"]] : []),
        ...(benchmark ? [[word("benchmark", { area: say(benchmark.short) }), "n roomy"]] : [])], rows),
    doubts ? h("p", { class: "note" }, word("doubtful")) : null,
    missing.length ? h("p", { class: "note" }, word("not_measured") + word("colon"), missing.map((n, k) => [k ? word("comma") : "", icdi.itemLink(n.id)])) : null];
  }

  const grade = (letter) => (letter ? h("small", {}, " " + letter) : null);

  /** The region ranked first by the index; for that region itself, the next. */
  function leader(area, year) {
    const ranks = data.ranks[data.root][data.years.indexOf(year)];
    const order = data.areas.map((_, i) => i).filter((i) => ranks[i] !== null && data.areas[i].id !== area);
    return order.length ? data.areas[order.reduce((best, i) => (ranks[i] < ranks[best] ? i : best))] : null;
  }

  /** Whether regions with other values have the score of a region: values beyond a goalpost score alike. */
  function isTied(own, at, i) {
    const scores = own.scores[at];
    if (own.shrunk || scores[i] === null) return false;
    return new Set(own.values[at].filter((_, k) => scores[k] === scores[i])).size > 1;
  }

  function indicators(area, year, figures) {
    const at = data.years.indexOf(year), i = icdi.areaIndex[area];
    const held = data.indicators.filter((one) => figures[one.id].values[at].some((v) => v !== null));
    let parent = null;
    const rows = held.flatMap((indicator) => {
      const own = figures[indicator.id];
      const rank = icdi.engine.ranks(own.scores[at])[i];
      const status = own.statuses[at][i];
      const tied = isTied(own, at, i);
      const unit = say(indicator.unit);
      const title = [icdi.itemLink(indicator.id, own), unit ? h("small", {}, word("aside", { text: unit })) : null, indicator.kind === "supplementary" ? h("small", {}, word("supplementary")) : null];
      const [national, isTotal] = own.national[at];
      const mark = (text, shown) => (shown ? h("span", { class: "hung" }, text) : null);
      const row = [h("span", {}, title), icdi.number(own.values[at][i], own.places),
        [icdi.number(national, own.places), mark("*", data.total && national !== null && !isTotal)],
        own.scores[at][i] === null ? "—" : icdi.score(own.scores[at][i]),
        rank === null ? "—" : [rank, mark("†", own.shrunk), mark("‡", tied)], data.words[icdi.state.lang].statuses[status] || status];
      const group = indicator.parent === parent ? [] : [say(icdi.nodes[indicator.parent].title)];
      parent = indicator.parent;
      return group.concat([row]);
    });
    const absent = data.indicators.filter((one) => !held.includes(one));
    const notes = [data.total && word("mean_note"), data.indicators.some((one) => figures[one.id].shrunk) && word("shrunk_note"),
      held.some((one) => isTied(figures[one.id], at, i)) && word("tied_note"),
      absent.length && word("absent_note", { year, titles: absent.map((one) => say(one.title)).join(word("comma")) })];
    return [icdi.table(word("indicators_caption", { year }),
      [[word("indicator"), ""], [word("value"), "n"], [word(data.total ? "national" : "mean"), "n"], [icdi.term(word("col_score"), word("means_score")), "n"],
        [word("col_rank"), "n"], [word("status"), "roomy whole"]], rows, { class: "indicators" }),
      notes.filter(Boolean).map((text) => h("p", { class: "note" }, text))].flat();
  }

  function similar(area, year) {
    if (!data.similar) return null;
    const others = data.similar[data.years.indexOf(year)][icdi.areaIndex[area]];
    if (!others || !others.length) return null;
    return [h("ul", { class: "inline" }, others.map((id) => h("li", {}, h("a", { href: icdi.link({ area: id }) }, say(placeOf(id).name))))),
      h("p", {}, h("a", { href: icdi.link({ view: "compare", areas: [area].concat(others).slice(0, icdi.MOST_COMPARED) }) }, word("compare_these")))];
  }

  /** Population, product and the like, each with its year and publisher, and the score that one of them lets one expect. */
  function context(area, year, details) {
    const lines = details.context[data.years.indexOf(year)][icdi.areaIndex[area]];
    const count = data.languages.length, own = data.languages.indexOf(icdi.state.lang);
    if (!lines.length) return null;
    const said = details.expected[data.years.indexOf(year)][icdi.areaIndex[area]];
    return [h("dl", { class: "facts" }, lines.map((line) => h("div", {}, h("dt", {}, line[own]), h("dd", {}, line[count + own], " ", h("small", {}, word("from_year", { year: line[2 * count], source: line[2 * count + 1 + own] })))))),
      said ? h("p", {}, said[own]) : null];
  }

  function pictures(area, year) {
    return h("div", { class: "columns" },
      icdi.pillarFigure(word("pillars_caption", { area: say(placeOf(area).short), year }), [area], year, true),
      data.years.length > 1 ? icdi.trendFigure(data.root, [area]) : null);
  }

  function result() {
    const { area, year } = icdi.state;
    const place = placeOf(area);
    const later = h("div", {}, word("loading"));
    icdi.after(["engine", "indicators", "details", "reasons"], later, () => {
      const figures = window.ICDI_INDICATORS, details = window.ICDI_DETAILS;
      later.replaceChildren(...[section("why", word("why"), true, ...moved(area, year, window.ICDI_REASONS)),
        section("context", word("context"), false, ...[context(area, year, details)].flat()),
        section("pictures", word("pillars"), true, pictures(area, year)),
        section("components", word("components"), false, ...components(area, year, details)),
        section("further", word("further"), false, further(area, year)),
        section("indicators", word("indicators"), false, ...indicators(area, year, figures)),
        section("similar", word("similar"), false, similar(area, year))].filter(Boolean));
    });
    const card = (lang, kind) => `scorecards/${lang}/${place.file}.${kind}`;
    return [h("h2", {}, say(place.name), " ", h("small", {}, word("of_year", { year }))), headline(area, year),
      h("ul", { class: "inline" }, data.registers ? h("li", {}, h("a", { href: icdi.link({ view: "registers", province: area }) }, word("entries_here"))) : null,
        h("li", {}, h("a", { href: icdi.link({ view: "compare", areas: [area] }) }, word("compare_region"))), h("li", {}, h("a", { href: icdi.link({ view: "whatif", own: "", target: "" }) }, word("reach_title")))),
      year === icdi.newest ? h("p", {}, word("card"), " ",
        data.languages.map((lang) => ["html", "pdf"].map((kind) => [h("a", { href: card(lang, kind) }, word("card_" + lang) + " " + kind.toUpperCase()), " "]))) : null,
      later];
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
