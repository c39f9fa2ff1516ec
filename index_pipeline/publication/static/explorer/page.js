"use strict";
/* What the views share: the release's data, words, numbers, the address that holds the state, and elements. */
(function (icdi) {
  const data = window.ICDI_CORE;
  const LANGUAGES = ["zh", "en"];
  const has = Object.hasOwn;
  const MOST_COMPARED = 5;
  const byId = (items) => Object.fromEntries(items.map((item) => [item.id, item]));

  const nodes = byId(data.nodes);
  const tree = {
    root: nodes[data.root],
    children: Object.fromEntries(data.nodes.map((n) => [n.id, data.nodes.filter((c) => c.parent === n.id)])),
    leaves: Object.fromEntries(
      data.nodes.map((n) => [n.id, data.indicators.filter((i) => i.parent === n.id && i.weight > 0)])),
  };
  const areaIndex = Object.fromEntries(data.areas.map((area, index) => [area.id, index]));
  const newest = data.years[data.years.length - 1];

  /* --- state: all of it in the address after the #, so that a link carries it ------------------------------------- */

  const DEFAULTS = { lang: data.language, view: "ranking", year: newest, component: data.root, area: "", areas: [], sort: "rank", weights: {}, indicator: "", value: "" };

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    const state = Object.assign({}, DEFAULTS, { weights: {} });
    const lang = given.get("lang");
    if (LANGUAGES.includes(lang)) state.lang = lang;
    if (has(icdi.views, given.get("view"))) state.view = given.get("view");
    if (data.years.includes(Number(given.get("year")))) state.year = Number(given.get("year"));
    if (has(data.scores, given.get("component"))) state.component = given.get("component");
    if (has(areaIndex, given.get("area"))) state.area = given.get("area");
    state.areas = (given.get("areas") || "").split(",").filter((id) => has(areaIndex, id)).slice(0, MOST_COMPARED);
    if (given.get("sort")) state.sort = given.get("sort");
    if (data.indicators.some((i) => i.id === given.get("indicator"))) state.indicator = given.get("indicator");
    state.value = given.get("value") || "";
    for (const pair of (given.get("w") || "").split(",")) {
      const [id, weight] = pair.split(":");
      if ((has(nodes, id) || data.indicators.some((i) => i.id === id)) && weight !== "" && isFinite(weight) && weight >= 0) {
        state.weights[id] = Number(weight);
      }
    }
    return state;
  }

  function address(state) {
    const found = new URLSearchParams();
    for (const key of ["lang", "view", "year", "component", "area", "sort", "indicator", "value"]) {
      if (String(state[key]) !== String(DEFAULTS[key])) found.set(key, state[key]);
    }
    if (state.areas.length) found.set("areas", state.areas.join(","));
    const weights = Object.entries(state.weights).map(([id, weight]) => id + ":" + weight);
    if (weights.length) found.set("w", weights.join(","));
    return "#" + found.toString().replace(/%2C/g, ",").replace(/%3A/g, ":");
  }

  /** Change the state and show it; `quiet` keeps what is on the page, for sliders being moved. */
  function go(changes, quiet) {
    Object.assign(icdi.state, changes);
    history.replaceState(null, "", address(icdi.state));
    if (!quiet) icdi.show();
  }

  const link = (changes) => address(Object.assign({}, icdi.state, changes));

  /* --- words and numbers ------------------------------------------------------------------------------------------ */

  const language = () => LANGUAGES.indexOf(icdi.state.lang);
  const say = (pair) => pair[language()];

  function word(key, values) {
    const text = data.words[icdi.state.lang][key];
    if (text === undefined) throw new Error("no word for " + key);
    return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  function number(value, decimals) {
    if (value === null || value === undefined) return "—";
    const text = value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    return /^-[0.,]*$/.test(text) ? text.slice(1) : text.replace("-", "−");
  }

  const score = (value) => number(value, 1);
  const signed = (value) => (value > 0 && /[1-9]/.test(number(value, 1)) ? "+" : "") + number(value, 1);
  const interval = ([low, high]) => (low === high ? word("place", { rank: low }) : word("interval_of", { low, high }));
  const arrow = (change) => (change === null ? "—" : change > 0 ? "▲" + change : change < 0 ? "▼" + -change : "0");

  function quantity(value) {
    if (value === null || value === undefined) return "—";
    const size = Math.abs(value);
    return number(value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3);
  }

  /* --- elements: text only ever as text --------------------------------------------------------------------------- */

  const SVG = "http://www.w3.org/2000/svg";

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
    }
    for (const child of children.flat(Infinity)) {
      if (child !== null && child !== undefined) element.append(child instanceof Node ? child : String(child));
    }
    return element;
  }

  /** Show `children` in the place of what an element held. */
  function put(element, ...children) {
    element.replaceChildren();
    return fill(element, {}, children);
  }

  const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

  function select(label, options, chosen, change) {
    const items = options.map(([value, text]) => h("option", { value, selected: value === chosen }, text));
    return h("label", { class: "field" }, label,
      h("select", { "data-key": label, onchange: (e) => change(e.target.value) }, items));
  }

  function yearSlider() {
    if (data.years.length < 2) return null;
    const output = h("output", {}, icdi.state.year);
    const move = (event) => {
      output.textContent = data.years[event.target.value];
      go({ year: data.years[event.target.value] }, true);
      icdi.refresh();
    };
    const value = data.years.indexOf(icdi.state.year);
    return h("label", { class: "field" }, word("year"),
      h("input", { type: "range", min: 0, max: data.years.length - 1, value, oninput: move,
        "aria-valuetext": icdi.state.year }), output);
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

  /* --- figures: loaded when first wanted; a script, because a page from a folder may not fetch ------------------------ */

  let figures = null;
  function withIndicators(use) {
    figures = figures || new Promise((resolve, reject) => {
      const script = h("script", { src: "explorer/indicators.js" });
      script.onload = () => resolve(window.ICDI_INDICATORS);
      script.onerror = () => reject(new Error("explorer/indicators.js"));
      document.head.append(script);
    });
    const shown = icdi.shown;
    figures.then((found) => { if (icdi.shown === shown) use(found); }, () => icdi.announce(word("load_failed")));
  }

  const scoreOf = (component, area, year) => data.scores[component][data.years.indexOf(year)][areaIndex[area]];
  const rankOf = (component, area, year) => data.ranks[component][data.years.indexOf(year)][areaIndex[area]];

  /** Mean score of all regions, or of those for which `within` holds. */
  function meanOf(component, year, within) {
    const found = data.scores[component][data.years.indexOf(year)]
      .filter((value, i) => value !== null && (!within || within(data.areas[i])));
    return found.length ? found.reduce((a, b) => a + b, 0) / found.length : null;
  }

  Object.assign(icdi, {
    data, nodes, tree, areaIndex, newest, read, address, go, link, say, word, number, score, signed, arrow, interval, quantity,
    h, s, put, select, yearSlider, areaSelect, table, withIndicators, scoreOf, rankOf, meanOf, MOST_COMPARED,
    pillars: tree.children[data.root].filter((node) => node.measured), views: {},
  });
})((window.icdi = window.icdi || {}));
