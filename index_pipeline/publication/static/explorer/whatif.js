"use strict";
/* What if: one indicator of one region takes another value, all else as published. */
(function (icdi) {
  const { data, h, word, say, go } = icdi;

  function compute(figures, value) {
    const { year, area, indicator } = icdi.state;
    const at = data.years.indexOf(year), i = icdi.areaIndex[area];
    const score = icdi.engine.scoreOf(value, figures[indicator], year, area);
    if (score === null) return null;
    const weight = (item) => item.weight;
    const leaf = (changed) => (id) => (changed && id === indicator ? { score, coverage: 1 }
      : { score: figures[id].scores[at][i], coverage: Number(figures[id].covered[at][i]) });
    const before = icdi.engine.scoreTree(icdi.tree, leaf(false), weight);
    const after = icdi.engine.scoreTree(icdi.tree, leaf(true), weight);
    const others = icdi.scoresWith(figures, year, weight);
    const ranksWith = (own) => icdi.engine.ranks(others.map((s, k) => (k === i ? own : s)))[i];
    return { score, old: figures[indicator].scores[at][i], before, after,
      rankBefore: ranksWith(before[data.root].score), rankAfter: ranksWith(after[data.root].score) };
  }

  function path(id) {
    const found = [];
    let parent = data.indicators.find((one) => one.id === id).parent;
    while (parent) {
      found.push(icdi.nodes[parent]);
      parent = icdi.nodes[parent].parent;
    }
    return found;
  }

  function result(figures, value) {
    if (value === null || !isFinite(value)) return [h("p", {}, word("whatif_number"))];
    const [least, most] = figures[icdi.state.indicator].bounds;
    if ((least !== null && value < least) || (most !== null && value > most)) {
      const bounds = least === null ? "whatif_most" : most === null ? "whatif_least" : "whatif_bounds";
      return [h("p", {}, word(bounds, { least, most }))];
    }
    const found = compute(figures, value);
    if (!found) return [h("p", {}, word("whatif_impossible"))];
    const indicator = data.indicators.find((one) => one.id === icdi.state.indicator);
    const line = (title, old, own) => [title, icdi.score(old), icdi.score(own), old === null || own === null ? "—" : icdi.signed(own - old)];
    const rows = [line(say(indicator.title), found.old, found.score),
      ...path(indicator.id).map((node) => line(say(node.title), found.before[node.id].score, found.after[node.id].score)),
      [word("whatif_rank"), found.rankBefore === null ? "—" : found.rankBefore, found.rankAfter === null ? "—" : found.rankAfter,
        icdi.arrow(found.rankBefore === null || found.rankAfter === null ? null : found.rankBefore - found.rankAfter)]];
    return [icdi.table(word("whatif_caption", { area: say(data.areas[icdi.areaIndex[icdi.state.area]].name), year: icdi.state.year }),
      [[word("item"), ""], [word("whatif_before"), "n"], [word("whatif_after"), "n"], [word("col_difference"), "n"]], rows, { class: "whatif" })];
  }

  function controls(figures, update) {
    const { year, area, indicator } = icdi.state;
    const at = data.years.indexOf(year), i = icdi.areaIndex[area];
    const own = figures[indicator];
    const published = own.used[at][i];
    const known = own.used[at].filter((v) => v !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const unit = say(data.indicators.find((one) => one.id === indicator).unit);
    const start = icdi.state.value === "" ? published : Number(icdi.state.value);
    const field = h("input", { type: "number", step: "any", value: start, min: own.bounds[0], max: own.bounds[1], id: "whatif-value", oninput: (e) => change(e.target.value, slider) });
    const slider = h("input", { type: "range", min: low, max: high, step: (high - low) / 200 || 1, value: start === null ? low : start,
      "aria-label": word("whatif_value"), oninput: (e) => change(e.target.value, field) });
    function change(value, other) {
      other.value = value;
      go({ value }, true);
      update(value === "" ? null : Number(value));
    }
    return [h("p", {}, word("whatif_now", { value: icdi.quantity(published), unit })),
      h("div", { class: "controls" }, h("label", { class: "field" }, word("whatif_value") + (unit ? word("aside", { text: unit }) : ""), field), slider,
        h("button", { type: "button", onclick: () => go({ value: "" }) }, word("whatif_reset")))];
  }

  icdi.views.whatif = {
    render(main) {
      if (!icdi.engine.computable(data.nodes)) {
        icdi.put(main, h("p", {}, word("not_computable")));
        return;
      }
      const weighted = data.indicators.filter((one) => one.kind === "indicator");
      if (!icdi.state.area) go({ area: data.areas[0].id }, true);
      if (!weighted.some((one) => one.id === icdi.state.indicator)) go({ indicator: weighted[0].id }, true);
      icdi.withIndicators((figures) => {
        const at = data.years.indexOf(icdi.state.year);
        const published = figures[icdi.state.indicator].used[at][icdi.areaIndex[icdi.state.area]];
        const place = h("div", {});
        const update = (value) => icdi.put(place, result(figures, value));
        icdi.refresh = () => icdi.show();
        icdi.put(main, h("p", {}, word("whatif_intro")),
          h("div", { class: "controls" }, icdi.areaSelect(word("area")),
            icdi.select(word("indicator"), weighted.map((one) => [one.id, say(one.title)]), icdi.state.indicator, (indicator) => go({ indicator, value: "" })),
            icdi.yearSlider()), controls(figures, update), place);
        update(icdi.state.value === "" ? published : Number(icdi.state.value));
      });
    },
  };
})((window.icdi = window.icdi || {}));
