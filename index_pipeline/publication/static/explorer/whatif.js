"use strict";
/* What if: a region, or one of the reader's own, with other values of any number of indicators; what would reach a rank. */
(function (icdi) {
  const { data, h, word, say, go } = icdi;
  const weighted = data.indicators.filter((one) => one.kind === "indicator");

  /** The values in the address: id:value, separated by commas. */
  function given() {
    const found = {};
    for (const pair of icdi.state.changes.split(",")) {
      const [id, value] = pair.split(":");
      if (weighted.some((one) => one.id === id) && value !== undefined && value !== "" && isFinite(value)) found[id] = Number(value);
    }
    return found;
  }

  const written = (changes) => Object.entries(changes).map(([id, value]) => id + ":" + value).join(",");
  const put = (changes, quiet) => go({ changes: written(changes) }, quiet);
  const unitOf = (id) => say(icdi.items[id].unit);
  const title = (id) => say(icdi.items[id].title);

  function outcome(now, changes) {
    const refused = Object.entries(changes).filter(([id, value]) => !icdi.scenario.plausible(id, value, now.figures));
    if (refused.length) return refused.map(([id]) => h("p", { class: "result" }, title(id) + word("colon") + bounds(id, now.figures)));
    const before = icdi.scenario.computed(now, {}), after = icdi.scenario.computed(now, changes);
    const none = Object.keys(changes).filter((id) => after.scores[id] === null);
    if (none.length) return none.map((id) => h("p", { class: "result" }, title(id) + word("colon") + word("whatif_impossible")));
    const line = (name, old, own) => [name, old === null ? "—" : icdi.score(old), own === null ? word("unscored") : icdi.score(own), old === null || own === null ? "—" : icdi.signed(own - old)];
    const touched = data.nodes.filter((node) => node.measured && Object.keys(changes).some((id) => icdi.under(icdi.items[id].parent, node.id)));
    const shown = touched.length ? touched : [icdi.nodes[data.root]];
    const [old, own] = [before.rank, after.rank];
    const rows = [...Object.keys(changes).map((id) => line(title(id), now.own(id).score, after.scores[id])), ...shown.slice().reverse().map((node) => line(say(node.title), before.tree[node.id].score, after.tree[node.id].score)),
      [word("whatif_rank"), old === null ? "—" : old, own === null ? "—" : own, icdi.arrow(old === null || own === null ? null : old - own)]];
    return [icdi.table(word("whatif_caption", { area: now.area === null ? word("own_region") : say(data.areas[now.i].name), year: now.year }),
      [[word("item"), ""], [word("whatif_before"), "n"], [word("whatif_after"), "n"], [word("col_difference"), "n"]], rows, { class: "whatif" })];
  }

  function bounds(id, figures) {
    const [least, most] = figures[id].bounds;
    return word(least === null ? "whatif_most" : most === null ? "whatif_least" : "whatif_bounds", { least, most });
  }

  /** A value of one indicator: a field and a slider, with what is published and a button that takes it out. */
  function field(now, changes, id, update) {
    const known = now.figures[id].used[now.at].filter((v) => v !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const value = changes[id];
    const change = (text, other) => {
      other.value = text;
      if (text === "" || !isFinite(text)) return;
      changes[id] = Number(text);
      put(changes, true);
      update();
    };
    const number = h("input", { type: "number", step: "any", value, "data-value": id, "aria-label": title(id), oninput: (event) => change(event.target.value, slider) });
    const slider = h("input", { type: "range", min: low, max: high, step: (high - low) / 500 || 1, value, "aria-label": title(id), oninput: (event) => change(event.target.value, number) });
    const published = now.value(id);
    return h("li", {}, icdi.itemLink(id, now.figures[id]), h("div", { class: "controls" }, h("span", {}, number, " ", unitOf(id)), slider,
      h("small", {}, published === null ? "" : word("whatif_now", { value: icdi.quantity(published), unit: unitOf(id) })),
      h("button", { type: "button", onclick: () => { delete changes[id]; put(changes); } }, word("take_out"))));
  }

  /** Lines of indicator and value, as they are copied from a sheet: the values found, and the lines not understood. */
  function pasted(text) {
    const found = {}, unknown = [];
    for (const line of text.split("\n").filter((one) => one.trim())) {
      const [, name, value] = /^\s*(.+?)[\t,，:：\s]+(-?[\d.]+(?:e-?\d+)?)\s*$/i.exec(line) || [null, line, ""];
      const one = weighted.find((each) => [each.id, ...each.title].includes(name));
      if (one && isFinite(value) && value !== "") found[one.id] = Number(value);
      else unknown.push(line.trim());
    }
    return { found, unknown };
  }

  function paste(now, changes) {
    const area = h("textarea", { rows: 4, id: "paste", "aria-label": word("paste"), placeholder: word("paste_hint", { title: title(weighted[0].id) }) });
    const said = h("p", { class: "note", role: "status" });
    return h("details", {}, h("summary", {}, word("paste")), area, h("button", { type: "button", onclick: () => {
      const { found, unknown } = pasted(area.value);
      if (unknown.length) said.textContent = word("paste_unknown", { lines: unknown.join(word("comma")) });
      else put(Object.assign({}, changes, found));
    } }, word("paste_take")), said, now.area === null ? icdi.select(word("start_from"), [["", word("preset_choose")], ...data.areas.map((one) => [one.id, say(one.name)])], "", (id) => {
      const from = icdi.scenario.situation(now.figures, now.year, id);
      put(Object.fromEntries(weighted.map((one) => [one.id, from.value(one.id)]).filter(([, value]) => value !== null)));
    }) : null);
  }

  /** What would reach a rank: each indicator alone, the smallest change of its score first, and all chosen in proportion. */
  function reach(now, changes) {
    const rank = icdi.scenario.computed(now, changes).rank;
    if (rank === null) return [h("p", {}, word("reach_unscored"))];
    const wanted = Number(icdi.state.target) || Math.max(1, rank - 1);
    const choose = icdi.select(word("reach_rank"), now.others.map((_, k) => [String(k + 1), word("place", { rank: k + 1 })]), String(wanted), (target) => go({ target }));
    if (wanted >= rank) return [h("div", { class: "controls" }, choose), h("p", {}, word("reach_already", { rank }))];
    const needed = weighted.map((one) => ({ id: one.id, from: one.id in changes ? changes[one.id] : now.value(one.id), value: icdi.scenario.reachOne(now, one.id, wanted, changes) })).filter((one) => one.value !== null);
    const points = (id, value) => icdi.engine.scoreOf(value, now.figures[id], now.year, now.area);
    for (const one of needed) one.points = points(one.id, one.value) - points(one.id, one.from);
    for (const one of needed) one.beyond = unseen(now.figures[one.id], one.value);
    needed.sort((a, b) => a.beyond - b.beyond || a.points - b.points);
    const ids = Object.keys(changes).length ? Object.keys(changes) : weighted.map((one) => one.id);
    const together = icdi.scenario.reachTogether(now, ids, wanted, changes);
    const apply = (values) => h("button", { type: "button", onclick: () => put(Object.assign({}, changes, values)) }, word("try_it"));
    const proportion = together ? [word("reach_together", { count: ids.length, share: icdi.number(100 * together.share, 1), rank: wanted }), " ", apply(together.values)] : word("reach_together_not", { count: ids.length, rank: wanted });
    return [h("div", { class: "controls" }, choose), h("p", { id: "reach-together" }, proportion),
      needed.length ? icdi.table(word("reach_caption", { rank: wanted }), [[word("indicator"), ""], [word("whatif_before"), "n roomy"], [word("reach_value"), "n"], [word("reach_points"), "n"], [word("try_it"), ""]],
        needed.map((one) => [[icdi.itemLink(one.id, now.figures[one.id]), unitOf(one.id) ? h("small", {}, word("aside", { text: unitOf(one.id) })) : null], icdi.quantity(one.from), [icdi.quantity(one.value), one.beyond ? h("span", { class: "hung" }, "‡") : null], icdi.signed(one.points), apply({ [one.id]: one.value })]), { class: "reach" })
        : h("p", {}, word("reach_none", { rank: wanted })), needed.some((one) => one.beyond) ? h("p", { class: "note" }, word("reach_beyond")) : null, h("p", { class: "note" }, word("reach_note"))];
  }

  /** Whether a value lies beyond those of all regions and years. */
  function unseen(own, value) {
    const known = own.used.flat().filter((v) => v !== null);
    return value < Math.min(...known) || value > Math.max(...known);
  }

  function show(main, figures) {
    const own = icdi.state.own === "1";
    const now = icdi.scenario.situation(figures, icdi.state.year, own ? null : icdi.state.area);
    const changes = given();
    const place = h("div", { id: "whatif-result", "aria-live": "polite" }), below = h("section", { id: "reach" });
    const update = () => {
      icdi.put(place, outcome(now, changes));
      icdi.put(below, h("h3", {}, word("reach_title")), reach(now, changes));
    };
    icdi.refresh = () => icdi.show();
    const known = (id) => figures[id].used[now.at].filter((v) => v !== null);
    const left = weighted.filter((one) => !(one.id in changes) && known(one.id).length);
    const regions = [...data.areas.map((one) => [one.id, say(one.name)]), ["own", word("own_region")]];
    icdi.put(main, icdi.heading(), h("p", {}, word("whatif_intro")),
      h("div", { class: "controls" }, icdi.select(word("area"), regions, own ? "own" : icdi.state.area, (id) => go(id === "own" ? { own: "1" } : { own: "", area: id })), icdi.yearSlider(),
        icdi.select(word("add_indicator"), [["", word("preset_choose")], ...left.map((one) => [one.id, say(one.title)])], "", (id) => {
          const from = now.value(id);
          put(Object.assign({}, changes, { [id]: from === null ? icdi.engine.median(known(id)) : from }));
        }), h("button", { type: "button", id: "whatif-reset", onclick: () => put({}) }, word("whatif_reset"))),
      h("ul", { class: "changes" }, Object.keys(changes).map((id) => field(now, changes, id, update))), paste(now, changes), place, below);
    update();
  }

  icdi.views.whatif = {
    render(main) {
      if (!icdi.engine.computable(data.nodes)) {
        icdi.put(main, icdi.heading(), h("p", {}, word("not_computable")));
        return;
      }
      if (!icdi.state.area) go({ area: data.areas[0].id }, true);
      icdi.withIndicators((figures) => show(main, figures), main);
    },
  };
})((window.icdi = window.icdi || {}));
