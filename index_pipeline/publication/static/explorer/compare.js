"use strict";
/* Compare: up to five regions side by side. */
(function (icdi) {
  const { data, h, word, say, go } = icdi;

  function result(details) {
    const { areas, year } = icdi.state;
    const at = data.years.indexOf(year);
    const spans = Object.assign({ [data.root]: data.intervals }, details.intervals);
    if (!areas.length) return [h("p", {}, word("compare_none"))];
    const name = (id) => say(data.areas[icdi.areaIndex[id]].short);
    const heads = [[word("component"), ""], ...areas.map((id) => [name(id), "n"]), [word("mean"), "n"]];
    const rows = data.nodes.filter((n) => n.measured).map((node) => [
      h("span", { class: node.parent && node.parent !== data.root ? "deep" : "pillar" }, icdi.itemLink(node.id)),
      ...areas.map((id) => {
        const score = icdi.scoreOf(node.id, id, year), rank = icdi.rankOf(node.id, id, year);
        const span = spans[node.id] && spans[node.id][at][icdi.areaIndex[id]];
        return score === null ? word("unscored") : [icdi.score(score), rank === null ? null : h("small", {}, " " + word("place", { rank }), span ? word("aside", { text: icdi.interval(span) }) : null)];
      }),
      icdi.score(icdi.meanOf(node.id, year))]);
    return [h("div", { class: "columns" },
      data.years.length > 1 ? icdi.trendFigure(data.root, areas) : null,
      icdi.pillarFigure(word("compare_pillars", { year }), areas, year)),
      icdi.table(word("compare_caption", { year }), heads, rows), data.intervals ? h("p", { class: "note" }, word("rank_with_interval") + word("stop")) : null];
  }

  /** A region to begin with, the one that was looked at or the first by rank, and those most like it. */
  function suggested() {
    const at = data.years.indexOf(icdi.state.year);
    const first = icdi.state.area || data.areas[Math.max(0, data.ranks[data.root][at].indexOf(1))].id;
    const similar = data.similar ? data.similar[at][icdi.areaIndex[first]] : [];
    return [first, ...similar].slice(0, 3);
  }

  function boxes(update) {
    const items = data.areas.map((area) => {
      const box = h("input", { type: "checkbox", value: area.id, checked: icdi.state.areas.includes(area.id), onchange: (event) => {
        const others = icdi.state.areas.filter((id) => id !== area.id);
        go({ areas: event.target.checked ? others.concat(area.id) : others }, true);
        update();
      } });
      return h("label", {}, box, " ", say(area.short));
    });
    return h("fieldset", { class: "boxes" }, h("legend", {}, word("compare_choose", { most: icdi.MOST_COMPARED })), items);
  }

  icdi.views.compare = {
    render(main) {
      if (!icdi.state.areas.length) go({ areas: suggested() }, true);
      icdi.after(["details"], main, () => this.draw(main, window.ICDI_DETAILS));
    },
    draw(main, details) {
      const place = h("div", {});
      const choice = boxes(() => icdi.refresh());
      icdi.refresh = () => {
        icdi.put(place, result(details));
        const full = icdi.state.areas.length >= icdi.MOST_COMPARED;
        for (const box of choice.querySelectorAll("input")) box.disabled = full && !box.checked;
      };
      icdi.put(main, icdi.heading(), h("div", { class: "controls" }, icdi.yearSlider()), choice, place);
      icdi.refresh();
    },
  };
})((window.icdi = window.icdi || {}));
