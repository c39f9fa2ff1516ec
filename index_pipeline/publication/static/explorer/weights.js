"use strict";
/* Own weights: the index computed again with the reader's weights, beside the published ranks. */
(function (icdi) {
  const { data, h, word, say, go } = icdi;
  const TIMES = 4;

  const weightOf = (item) => (item.id in icdi.state.weights ? icdi.state.weights[item.id] : item.weight);

  /** Scores of the index in a year, with a weight for each edge. */
  function scoresWith(figures, year, weight) {
    const at = data.years.indexOf(year);
    return data.areas.map((_, i) => {
      const leaf = (id) => ({ score: figures[id].scores[at][i], coverage: Number(figures[id].covered[at][i]) });
      return icdi.engine.scoreTree(icdi.tree, leaf, weight)[data.root].score;
    });
  }

  function result(figures) {
    const { year } = icdi.state;
    const at = data.years.indexOf(year);
    const scores = scoresWith(figures, year, weightOf);
    const ranks = icdi.engine.ranks(scores);
    const published = data.ranks[data.root][at];
    const same = ranks.every((rank, i) => rank === published[i]);
    if (ranks.every((rank) => rank === null) && !same) return [h("p", { class: "result", id: "weights-result" }, word("weights_none"))];
    const order = data.areas.map((_, i) => i).sort((a, b) => (ranks[a] || Infinity) - (ranks[b] || Infinity) || a - b);
    const rows = order.map((i) => [say(data.areas[i].name), ranks[i] === null ? "—" : ranks[i], icdi.score(scores[i]),
      published[i] === null ? "—" : published[i], icdi.arrow(ranks[i] === null || published[i] === null ? null : published[i] - ranks[i])]);
    const moved = ranks.filter((rank, i) => rank !== published[i]).length;
    icdi.announce(same ? word("weights_same") : word("weights_moved", { count: moved }));
    return [h("p", { class: "result", id: "weights-result" }, same ? word("weights_same") : word("weights_moved", { count: moved })),
      icdi.table(word("weights_caption", { year }), [[word("area"), ""], [word("col_own"), "n"], [word("col_score"), "n"], [word("col_published"), "n"], [word("col_difference"), "n"]], rows, { class: "own" })];
  }

  function slider(item, siblings, update) {
    const value = weightOf(item);
    const output = h("output", {}, icdi.quantity(value));
    const highest = Math.max(value, TIMES * Math.max(...siblings.map((one) => one.weight)));
    const input = h("input", { type: "range", min: 0, max: highest, step: highest / 100, value, "data-weight": item.id,
      oninput: (event) => {
        const weights = Object.assign({}, icdi.state.weights, { [item.id]: Number(event.target.value) });
        go({ weights }, true);
        output.textContent = icdi.quantity(weights[item.id]);
        update();
      } });
    return h("label", { class: "slider" }, h("span", {}, say(item.title)), input, output);
  }

  function sliders(update) {
    const first = icdi.pillars.length ? icdi.pillars : icdi.tree.leaves[data.root];
    return first.map((pillar) => {
      const below = (icdi.tree.children[pillar.id] || []).filter((node) => node.measured);
      return h("div", { class: "pillar-weights" }, slider(pillar, first, update),
        below.length > 1 ? h("details", { open: below.some((n) => n.id in icdi.state.weights) }, h("summary", {}, word("weights_themes", { count: below.length })), below.map((node) => slider(node, below, update))) : null);
    });
  }

  function presets() {
    const pillars = icdi.pillars;
    const mean = pillars.reduce((sum, p) => sum + p.weight, 0) / pillars.length;
    const only = (one) => Object.fromEntries(pillars.map((p) => [p.id, p === one ? mean : 0]));
    const double = (one) => Object.fromEntries([[one.id, one.weight * 2]]);
    const options = [["", word("preset_choose")], ["published", word("preset_published")], ["equal", word("preset_equal")],
      ...pillars.map((p, i) => ["double" + i, word("preset_double", { title: say(p.title) })]),
      ...pillars.map((p, i) => ["only" + i, word("preset_only", { title: say(p.title) })])];
    return icdi.select(word("preset"), options, "", (choice) => {
      if (choice === "published") go({ weights: {} });
      if (choice === "equal") go({ weights: Object.fromEntries(pillars.map((p) => [p.id, mean])) });
      if (choice.startsWith("double")) go({ weights: double(pillars[Number(choice.slice(6))]) });
      if (choice.startsWith("only")) go({ weights: only(pillars[Number(choice.slice(4))]) });
    });
  }

  icdi.views.weights = {
    render(main) {
      if (!icdi.engine.computable(data.nodes)) {
        icdi.put(main, icdi.heading(), h("p", {}, word("not_computable")));
        return;
      }
      icdi.withIndicators((figures) => {
        const place = h("div", {}, result(figures));
        icdi.refresh = () => icdi.put(place, result(figures));
        icdi.put(main, icdi.heading(), h("p", {}, word("weights_intro")),
          h("div", { class: "controls" }, icdi.yearSlider(), presets(), h("button", { type: "button", id: "weights-reset", onclick: () => go({ weights: {} }) }, word("preset_published"))),
          h("div", { class: "beside even" }, h("fieldset", { class: "weights" }, h("legend", {}, word("weights_legend")), sliders(() => icdi.refresh())), place),
          h("p", {}, h("button", { type: "button", onclick: () => icdi.copy(icdi.pageAddress()) }, word("link_copy"))));
      }, main);
    },
  };
  icdi.scoresWith = scoresWith;
})((window.icdi = window.icdi || {}));
