"use strict";
/*
 * Explanations: what an element carries as `data-tip` is shown beside it while the pointer is on it or it has the focus.
 * A chart takes the focus as a whole; the arrow keys then go from mark to mark.
 */
(function (icdi) {
  const { h, word } = icdi;
  const tip = h("div", { id: "tip", role: "tooltip", hidden: true });
  document.body.append(tip);
  let holder = null;

  function place(box) {
    tip.style.left = "0px";
    tip.style.top = "0px";
    const own = tip.getBoundingClientRect();
    const wide = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(box.left + box.width / 2 - own.width / 2, wide - own.width - 8));
    const below = box.bottom + 8 + own.height < innerHeight || box.top < own.height + 8;
    tip.style.left = left + scrollX + "px";
    tip.style.top = (below ? box.bottom + 8 : box.top - own.height - 8) + scrollY + "px";
  }

  function showTip(element) {
    hideTip();
    const [first, ...others] = element.dataset.tip.split("\n");
    tip.replaceChildren(h("b", {}, first), ...others.map((line) => h("span", {}, line)));
    tip.hidden = false;
    place(element.getBoundingClientRect());
    holder = element;
    if (element.matches("a, button, [tabindex]")) element.setAttribute("aria-describedby", "tip");
  }

  function hideTip() {
    tip.hidden = true;
    if (holder) {
      holder.removeAttribute("aria-describedby");
      holder.classList.remove("current");
    }
    holder = null;
  }

  const explained = (event) => (event.target.closest ? event.target.closest("[data-tip]") : null);

  document.addEventListener("pointerover", (event) => {
    const element = explained(event);
    if (element && element !== holder) showTip(element);
  });
  document.addEventListener("pointerout", (event) => {
    if (holder && !holder.contains(event.relatedTarget) && event.relatedTarget !== tip && document.activeElement !== holder) hideTip();
  });
  document.addEventListener("focusin", (event) => {
    const element = explained(event);
    if (element) showTip(element);
  });
  document.addEventListener("focusout", hideTip);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTip();
    const chart = event.target.closest && event.target.closest("svg.chart");
    if (chart) step(chart, event);
  });

  /** Go from mark to mark of a chart with the arrow keys; Enter does what a click on the mark does. */
  function step(chart, event) {
    const marks = [...chart.querySelectorAll("[data-tip]")];
    const at = marks.indexOf(holder);
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && at >= 0) marks[at].dispatchEvent(new MouseEvent("click", { bubbles: true }));
    if (!by || !marks.length) return;
    event.preventDefault();
    const next = marks[(at < 0 ? (by > 0 ? 0 : marks.length - 1) : (at + by + marks.length) % marks.length)];
    showTip(next);
    next.classList.add("current");
    icdi.announce(next.dataset.tip.replaceAll("\n", icdi.state.lang === "zh" ? "，" : ", "));
  }

  /** What a term means, as a button that shows it. */
  const term = (text, ...lines) => h("button", { type: "button", class: "term", "data-tip": [text, ...lines].filter(Boolean).join("\n") }, text);

  const labelled = (key, text) => (text ? word(key) + word("colon") + text : null);

  /** Lines on a component: paragraph, weight, share of direct indicators below it. */
  function componentTip(node) {
    const { data, say } = icdi;
    const below = data.indicators.filter((one) => one.weight > 0 && under(one.parent, node.id));
    const all = below.reduce((sum, one) => sum + one.effective, 0);
    const direct = below.filter((one) => one.proxy === "direct").reduce((sum, one) => sum + one.effective, 0);
    return [say(node.title), labelled("clause", say(node.clause)), node.measured ? word("effective", { share: icdi.number(100 * node.effective, 1) }) : word("not_measured"),
      below.length ? word("tip_below", { count: below.length }) : null, all ? word("tip_direct", { share: icdi.number(100 * direct / all, 0) }) : null]
      .filter(Boolean).join("\n");
  }

  function under(id, above) {
    for (let at = icdi.nodes[id]; at; at = icdi.nodes[at.parent]) if (at.id === above) return true;
    return false;
  }

  /** Lines on an indicator: definition, unit, direction, how directly it measures, weight, source; `own` are its figures. */
  function indicatorTip(one, own) {
    const { say } = icdi;
    return [say(one.title), own && say(own.definition), labelled("unit", say(one.unit)), labelled("direction", word(one.lower ? "lower" : "higher")),
      one.proxy ? labelled("proxy", word("proxy_" + one.proxy)) : null,
      one.kind === "supplementary" ? word("supplementary_only") : word("effective", { share: icdi.number(100 * one.effective, 1) }),
      own && labelled("source", say(own.sources)), own && own.years ? labelled("data_years", own.years.join("—")) : null].filter(Boolean).join("\n");
  }

  Object.assign(icdi, { term, componentTip, indicatorTip, hideTip, under });
})((window.icdi = window.icdi || {}));
