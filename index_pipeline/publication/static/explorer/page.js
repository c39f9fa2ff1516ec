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
  const items = Object.assign(byId(data.indicators), nodes);
  const areaIndex = Object.fromEntries(data.areas.map((area, index) => [area.id, index]));
  const newest = data.years[data.years.length - 1];

  /* --- state: all of it in the address after the #, so that a link carries it ------------------------------------- */

  const DEFAULTS = { lang: data.languages[0], view: "ranking", year: newest, component: data.root, area: "", areas: [], sort: "rank", weights: {},
    changes: "", own: "", target: "", item: data.root, embed: "", q: "", register: "", category: "", province: "", batch: "", from: "" };
  const FREE = ["sort", "changes", "own", "target", "embed", "q", "register", "category", "province", "batch", "from"];

  /** Parts of the state that one view alone has; the address of another view is free of them. */
  const OWN = Object.assign({ item: "item", sort: "ranking", changes: "whatif", own: "whatif", target: "whatif" }, Object.fromEntries(["q", "register", "category", "province", "batch", "from"].map((key) => [key, "registers"])));

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    const state = Object.assign({}, DEFAULTS, { weights: {} });
    const lang = given.get("lang");
    if (data.languages.includes(lang)) state.lang = lang;
    if (icdi.VIEWS.includes(given.get("view"))) state.view = given.get("view");
    if (data.years.includes(Number(given.get("year")))) state.year = Number(given.get("year"));
    if (has(data.scores, given.get("component"))) state.component = given.get("component");
    if (has(areaIndex, given.get("area"))) state.area = given.get("area");
    state.areas = (given.get("areas") || "").split(",").filter((id) => has(areaIndex, id)).slice(0, MOST_COMPARED);
    for (const key of FREE) state[key] = given.get(key) || DEFAULTS[key];
    if (!has(areaIndex, state.province)) state.province = DEFAULTS.province;
    if (has(items, given.get("item"))) state.item = given.get("item");
    for (const pair of (given.get("w") || "").split(",")) {
      const [id, weight] = pair.split(":");
      if (has(items, id) && weight !== "" && isFinite(weight) && weight >= 0) {
        state.weights[id] = Number(weight);
      }
    }
    return state;
  }

  function address(state) {
    const found = new URLSearchParams();
    for (const key of ["lang", "view", "year", "component", "area", "item", ...FREE]) {
      if (String(state[key]) !== String(DEFAULTS[key]) && (!OWN[key] || OWN[key] === state.view)) found.set(key, state[key]);
    }
    if (state.areas.length) found.set("areas", state.areas.join(","));
    const weights = Object.entries(state.weights).map(([id, weight]) => id + ":" + weight);
    if (weights.length && state.view === "weights") found.set("w", weights.join(","));
    return "#" + found.toString().replace(/%2C/g, ",").replace(/%3A/g, ":");
  }

  /** Change the state and show it; `quiet` keeps what is on the page, for sliders being moved. */
  function go(changes, quiet) {
    Object.assign(icdi.state, changes);
    history.replaceState(null, "", address(icdi.state));
    if (!quiet) icdi.show();
  }

  /** Another view: a page of its own, to which the browser's Back leads. */
  const visit = (changes) => { location.hash = link(changes); };

  const link = (changes) => address(Object.assign({}, icdi.state, { embed: "" }, changes));

  /* --- words and numbers ------------------------------------------------------------------------------------------ */

  const language = () => LANGUAGES.indexOf(icdi.state.lang);
  const say = (pair) => pair[language()];

  /** A text, its braces filled; two of them side by side are parted by a space if Latin letters or digits meet. */
  function word(key, values) {
    const text = data.words[icdi.state.lang][key];
    if (text === undefined) throw new Error("no word for " + key);
    let before = "";
    return text.replace(/\{(\w+)\}/g, (_, name, at) => {
      const value = String(values[name]);
      const met = text[at - 1] === "}" && /[A-Za-z0-9)]$/.test(before) && /^[A-Za-z0-9]/.test(value);
      before = value;
      return met ? " " + value : value;
    });
  }

  function number(value, decimals) {
    if (value === null || value === undefined) return "—";
    const text = value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    return /^-[0.,]*$/.test(text) ? text.slice(1) : text.replace("-", "−");
  }

  const score = (value) => number(value, 1);
  const signed = (value) => (value > 0 && /[1-9]/.test(number(value, 1)) ? "+" : "") + number(value, 1);
  const signed2 = (value) => (value > 0 && /[1-9]/.test(number(value, 2)) ? "+" : "") + number(value, 2);
  const interval = ([low, high]) => (low === high ? word("interval_one", { rank: low }) : word("interval_of", { low, high }));
  const range = (years) => (years.length > 1 ? word("range", { low: years[0], high: years[1] }) : String(years));
  const arrow = (change) => (change === null ? "—" : change > 0 ? "▲" + change : change < 0 ? "▼" + -change : "0");

  /** A change of rank, marked where the simulations disagree on its direction. */
  const moved = (change, robust) => [arrow(change), change && robust === false ? h("span", { class: "hung" }, "*") : null];

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

  /* --- loaded when first wanted; data are scripts too, because a page from a folder may not fetch -------------------- */

  const loaded = {}, ready = new Set();
  function load(name) {
    loaded[name] = loaded[name] || new Promise((resolve, reject) => {
      const script = h("script", { src: "explorer/" + name + ".js" });
      script.onload = () => { ready.add(name); resolve(); };
      script.onerror = () => {
        delete loaded[name];
        script.remove();
        reject(new Error("explorer/" + name + ".js"));
      };
      document.head.append(script);
    });
    return loaded[name];
  }

  /**
   * Load scripts or data, and use them if the page still shows what asked for them; `place` says that it is busy, and
   * what could not be loaded is loaded anew when it is next wanted.
   */
  function after(names, place, use) {
    if (names.every((name) => ready.has(name))) return use();
    const shown = icdi.shown;
    if (place) place.setAttribute("aria-busy", "true");
    Promise.all(names.map(load)).then(() => {
      if (icdi.shown !== shown) return;
      if (place) place.removeAttribute("aria-busy");
      use();
      icdi.embed();
    }, () => {
      if (icdi.shown !== shown) return;
      if (place) {
        place.removeAttribute("aria-busy");
        put(place, h("p", { class: "note" }, word("load_failed")));
      }
      icdi.announce(word("load_failed"));
    });
    return undefined;
  }

  const withIndicators = (use, place) => after(["indicators"], place, () => use(window.ICDI_INDICATORS));

  const scoreOf = (component, area, year) => data.scores[component][data.years.indexOf(year)][areaIndex[area]];
  const rankOf = (component, area, year) => data.ranks[component][data.years.indexOf(year)][areaIndex[area]];

  /** Change of score and rank against the year before, a better rank positive; null where either year has no rank, as published. */
  function changeOf(component, area, year) {
    const was = year - 1;
    const ranked = [was, year].every((y) => data.years.includes(y) && rankOf(component, area, y) !== null);
    return ranked
      ? { score: scoreOf(component, area, year) - scoreOf(component, area, was), rank: rankOf(component, area, was) - rankOf(component, area, year) }
      : { score: null, rank: null };
  }


  /** Mean score of all regions, or of those for which `within` holds. */
  function meanOf(component, year, within) {
    const found = data.scores[component][data.years.indexOf(year)]
      .filter((value, i) => value !== null && (!within || within(data.areas[i])));
    return found.length ? found.reduce((a, b) => a + b, 0) / found.length : null;
  }

  Object.assign(icdi, {
    data, nodes, items, tree, areaIndex, newest, read, address, go, visit, link, say, word, number, score, signed, signed2, arrow, moved, interval, range, quantity,
    h, s, put, load, after, withIndicators, scoreOf, rankOf, changeOf, meanOf, MOST_COMPARED,
    pillars: tree.children[data.root].filter((node) => node.measured), views: {},
    VIEWS: ["ranking", "region", "compare", "weights", "whatif", "registers", "item", "method", "downloads"],
  });
})((window.icdi = window.icdi || {}));
