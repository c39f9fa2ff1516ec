"use strict";
/* The frame around the views: navigation, language, light and dark, and what is read aloud. */
(function (icdi) {
  const { data, h, word, say } = icdi;
  const SCRIPTS = { region: ["region"], compare: ["compare"], weights: ["engine", "weights"], whatif: ["engine", "weights", "scenario", "whatif"], item: ["engine", "item"], registers: ["registers"], method: ["about"], downloads: ["about", "sizes"] };
  const THEME = "icdi-theme";

  function stored() {
    try { return localStorage.getItem(THEME); } catch { return null; }
  }

  function setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    try { localStorage.setItem(THEME, theme); } catch { /* a browser may keep nothing for pages from a folder */ }
  }

  function isDark() {
    return (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  }

  function header() {
    const other = data.languages.find((lang) => lang !== icdi.state.lang);
    return [h("h1", { class: "title" }, h("a", { href: icdi.link({ view: "ranking", component: data.root }) }, say(data.title))),
      h("p", { class: "standing" }, say(data.standing)),
      h("div", { class: "switches" },
        other ? h("button", { type: "button", id: "language", lang: other === "zh" ? "zh-CN" : "en", onclick: () => icdi.go({ lang: other }) }, word("other_language")) : null,
        h("button", { type: "button", id: "copy-link", onclick: () => icdi.copy(icdi.pageAddress()) }, word("link_copy")),
        h("button", { type: "button", id: "theme", "aria-pressed": String(isDark()), onclick: () => { setTheme(isDark() ? "light" : "dark"); icdi.show(); } }, word("dark")))];
  }

  function navigation() {
    const others = window.ICDI_SITE ? h("li", {}, h("a", { href: window.ICDI_SITE.releases[icdi.state.lang] }, word("view_releases"))) : null;
    return h("ul", {}, icdi.VIEWS.filter((view) => view !== "item" && (view !== "registers" || data.registers)).map((view) => h("li", {},
      h("a", { href: icdi.link({ view }), "aria-current": icdi.state.view === view ? "page" : null }, word("view_" + view)))), others);
  }

  /** The region, or the component or indicator, that a view is of; null for the other views. */
  function subject() {
    const { view, area, item } = icdi.state;
    if (view === "item" && icdi.items[item]) return say(icdi.items[item].title);
    return view === "region" && area ? say(data.areas[icdi.areaIndex[area]].name) : null;
  }

  icdi.announce = (text) => { document.getElementById("announce").textContent = text; };

  /** Return a selector of the control that has the focus, so that it can have it again once the page is drawn anew. */
  function focused() {
    const element = document.activeElement;
    if (element && element.id && element.id !== "main") return "#" + CSS.escape(element.id);
    return element && element.dataset.key ? `[data-key="${CSS.escape(element.dataset.key)}"]` : null;
  }

  icdi.shown = 0;
  icdi.show = () => {
    const again = focused();
    icdi.shown += 1;
    icdi.hideTip();
    document.documentElement.lang = icdi.state.lang === "zh" ? "zh-CN" : "en";
    document.title = [subject(), word("view_" + icdi.state.view), say(data.title)].filter(Boolean).join(" · ");
    document.getElementById("head").replaceChildren(...header());
    const nav = document.getElementById("nav");
    nav.setAttribute("aria-label", word("navigation"));
    nav.replaceChildren(navigation(), icdi.searchBox());
    document.getElementById("skip").textContent = word("skip");
    const main = document.getElementById("main");
    main.replaceChildren();
    icdi.after(SCRIPTS[icdi.state.view] || [], main, () => {
      icdi.views[icdi.state.view].render(main);
      icdi.embed();
      const control = again && document.querySelector(again);
      if (control) control.focus();
    });
    document.getElementById("foot").replaceChildren(
      h("p", {}, word("release", { release: say(data.release), method: data.method })), h("p", {}, h("strong", {}, say(data.standing))));
  };

  addEventListener("hashchange", () => {
    icdi.state = icdi.read();
    icdi.show();
    document.getElementById("main").focus();
    icdi.announce(document.title);
    scrollTo(0, 0);
  });

  if (stored()) setTheme(stored());
  icdi.state = icdi.read();
  icdi.show();
})((window.icdi = window.icdi || {}));
