"use strict";
/* Controls and tables that the views share. */
(function (icdi) {
  const { data, h, word, say, go } = icdi;
  const PACE = 900;

  /** The heading of the view that is shown, as the navigation names it. */
  const heading = () => h("h2", {}, word("view_" + icdi.state.view));

  function select(label, options, chosen, change) {
    const items = options.map(([value, text, lang]) => h("option", { value, lang, selected: value === chosen }, text));
    return h("label", { class: "field" }, label,
      h("select", { "data-key": label, onchange: (e) => change(e.target.value) }, items));
  }

  /** A slider over the years with a button that goes through them; what is shown follows by `icdi.refresh`. */
  function yearSlider() {
    if (data.years.length < 2) return null;
    const output = h("output", {}, icdi.state.year);
    const slider = h("input", { type: "range", min: 0, max: data.years.length - 1, value: data.years.indexOf(icdi.state.year),
      oninput: () => move(), "aria-valuetext": icdi.state.year });
    const button = h("button", { type: "button", id: "play", onclick: () => (playing ? stop() : play()) }, word("play"));
    let playing = null;
    function move() {
      const year = data.years[slider.value];
      output.textContent = year;
      slider.setAttribute("aria-valuetext", year);
      go({ year }, true);
      icdi.refresh();
    }
    function stop() {
      clearInterval(playing);
      playing = null;
      button.textContent = word("play");
    }
    function play() {
      const last = data.years.length - 1;
      let at = Number(slider.value) === last ? 0 : Number(slider.value) + 1;
      const show = () => {
        if (!slider.isConnected) return stop();
        slider.value = at;
        move();
        if (at === last) stop();
        at += 1;
        return null;
      };
      playing = setInterval(show, PACE);
      button.textContent = word("pause");
      show();
    }
    return h("div", { class: "field" }, h("label", { class: "field" }, word("year"), slider), output, button);
  }

  const areaSelect = (label) =>
    select(label, data.areas.map((a) => [a.id, say(a.name)]), icdi.state.area, (area) => go({ area }));

  /**
   * A table of [head, class] columns and rows of cells; a cell is text or an element, the first of a row its head. A row
   * that is text alone heads the rows after it.
   */
  function table(caption, heads, rows, attributes) {
    const head = heads.map(([text, kind, extra]) => h("th", Object.assign({ scope: "col", class: kind }, extra), text));
    const body = rows.map((cells) => (typeof cells === "string"
      ? h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: heads.length }, cells))
      : h("tr", {}, cells.map((cell, index) =>
        h(index === 0 ? "th" : "td", { scope: index === 0 ? "row" : null, class: heads[index][1] }, cell)))));
    return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
      h("table", attributes || {}, h("caption", {}, caption), h("thead", {}, h("tr", {}, head)), h("tbody", {}, body)));
  }

  /** The name of a component or an indicator, leading to its page and explained where it is; `own` are its figures. */
  const itemLink = (id, own) => h("a", { class: "quietly", href: icdi.link({ view: "item", item: id }),
    "data-tip": icdi.nodes[id] ? icdi.componentTip(icdi.nodes[id]) : icdi.indicatorTip(icdi.items[id], own) }, say(icdi.items[id].title));

  /** What a chart shows of regions: the colours and names, and the values that `values` gives of each. */
  function seriesOf(areas, values) {
    const places = areas.map((id) => icdi.areaIndex[id]), keys = icdi.charts.keys(places);
    return areas.map((id, k) => ({ key: keys[k], name: say(data.areas[places[k]].short), ...values(id) }));
  }

  /** Scores of a component over the years, of some regions and on average. */
  function trendFigure(component, areas) {
    const series = seriesOf(areas, (id) => ({ values: data.years.map((y) => icdi.scoreOf(component, id, y)), ranks: data.years.map((y) => icdi.rankOf(component, id, y)) }));
    const mean = { name: word("mean_short"), values: data.years.map((y) => icdi.meanOf(component, y)) };
    const tip = (one, k) => [one === mean ? word("mean") : one.name, data.years[k] + word("colon") + icdi.score(one.values[k]),
      one.ranks && one.ranks[k] !== null ? word("place", { rank: one.ranks[k] }) : null].filter(Boolean).join("\n");
    const title = word("trend_caption", { title: say(icdi.nodes[component].title) });
    return icdi.figure({ id: "trend", title, draw: icdi.charts.trend(title, data.years, series, mean, tip),
      heads: [word("year"), ...series.map((one) => one.name), word("mean")], rows: data.years.map((y, k) => [y, ...series.map((one) => one.values[k]), mean.values[k]]) });
  }

  /** Scores of the pillars in a year, of some regions and, if asked for, on average; null for an index without pillars. */
  function pillarFigure(title, areas, year, withMean) {
    const pillars = icdi.pillars.map((p) => p.id), titles = pillars.map((p) => say(icdi.nodes[p].title));
    if (!pillars.length) return null;
    const own = seriesOf(areas, (id) => ({ values: pillars.map((p) => icdi.scoreOf(p, id, year)) }));
    const mean = withMean ? { name: word("mean"), values: pillars.map((p) => icdi.meanOf(p, year)) } : null;
    const series = mean ? [...own, mean] : own;
    return icdi.figure({ id: "pillars", title, draw: icdi.charts.dots(word("pillars"), titles, own, mean,
      (one, k) => [one.name, titles[k] + word("colon") + icdi.score(one.values[k])].join("\n")),
      heads: [word("component"), ...series.map((one) => one.name)], rows: titles.map((name, k) => [name, ...series.map((one) => one.values[k])]) });
  }

  Object.assign(icdi, { heading, itemLink, trendFigure, pillarFigure, select, yearSlider, areaSelect, table });
})((window.icdi = window.icdi || {}));
