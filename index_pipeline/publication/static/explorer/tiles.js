"use strict";
/* Tiles that stand for a map: darker is higher; regions that are not covered are grey. */
(function (icdi) {
  const { s, word } = icdi;
  const STEPS = 6;

  /** Tiles of {value, text, tip} by region; `choose` is what a click does; a legend of the six classes is below. */
  function tiles(label, cells, choose, written) {
    const { areas, separate } = icdi.data;
    const placed = areas.filter((area) => area.tile);
    if (!placed.length) return null;
    const known = cells.map((cell) => cell.value).filter((v) => v !== null);
    const [low, high] = known.length ? [Math.min(...known), Math.max(...known)] : [0, 1];
    const step = (value) => (value === null ? "none" : "q" + Math.min(STEPS - 1, Math.floor(STEPS * (value - low) / (high - low || 1))));
    return (W) => {
      const columns = Math.max(...placed.concat(separate).map((area) => area.tile[0]));
      const rows = Math.max(...placed.concat(separate).map((area) => area.tile[1]));
      const side = Math.min(74, W / columns), high_ = Math.max(side, 44);
      const names = namesOf(placed.concat(separate), side - 4);
      const tile = (area, kind, text, attributes) => {
        const [x, y] = [(area.tile[0] - 1) * side, (area.tile[1] - 1) * high_];
        const lines = names.lines[area.id].concat(icdi.charts.width(text) <= side + 6 ? text : []);
        return s("g", attributes, s("rect", { x: x + 1, y: y + 1, width: side - 2, height: high_ - 2, class: kind }),
          lines.map((line, k) => s("text", { x: x + side / 2, y: y + high_ / 2 + 4 + 14 * (k - (lines.length - 1) / 2), class: "small middle " + kind }, line)));
      };
      const top = rows * high_ + 12;
      const narrow = STEPS * Math.min(48, (W - 90) / STEPS) + 40 + icdi.charts.width(word("tiles_none")) > W;
      const last = top + (narrow ? 58 : 44);
      return icdi.charts.svg(label, W, last + (names.codes ? 16 : 0), "tiles",
        areas.map((area, i) => (area.tile ? tile(area, step(cells[i].value), cells[i].text, { class: choose ? "tile" : null, "data-tip": cells[i].tip, onclick: choose ? () => choose(area.id) : null }) : null)),
        separate.map((area) => tile(area, "none", "", { "data-tip": icdi.say(area.name) + "\n" + word("separate") })),
        legend(W, top, low, high, written, known.length, narrow),
        names.codes ? s("text", { x: 0, y: last + 6, class: "small quiet" }, word("tiles_codes")) : null);
    };
  }

  /** The classes from light to dark with their ends, and the grey of no data: beside them, or below where it is narrow. */
  function legend(W, top, low, high, written, known, narrow) {
    const [left, below] = narrow ? [0, 38] : [STEPS * Math.min(48, (W - 90) / STEPS) + 12, 0];
    const wide = Math.min(48, (W - 90) / STEPS);
    return s("g", { class: "legend" },
      known ? [...Array(STEPS).keys()].map((k) => s("rect", { x: k * wide, y: top, width: wide - 1, height: 14, class: "q" + k })) : null,
      known ? [s("text", { x: 0, y: top + 30, class: "small quiet" }, written(low)), s("text", { x: STEPS * wide, y: top + 30, class: "small quiet end" }, written(high))] : null,
      s("rect", { x: left, y: top + below, width: 16, height: 14, class: "none" }), s("text", { x: left + 22, y: top + below + 12, class: "small quiet" }, word("tiles_none")));
  }

  /** Lines of each region's name: whole, or a word a line; where one has no room, ISO 3166-2 letters of all regions. */
  function namesOf(areas, room) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = "12px " + getComputedStyle(document.body).fontFamily;
    const fits = (text) => pen.measureText(text).width <= room;
    const lines = (name) => (fits(name) ? [name] : name.split(" ").length === 2 ? name.split(" ") : [name]);
    const found = Object.fromEntries(areas.map((area) => [area.id, lines(icdi.say(area.short))]));
    const codes = Object.values(found).flat().some((line) => !fits(line)) && areas.every((area) => area.code);
    if (codes) for (const area of areas) found[area.id] = [area.code];
    return { lines: found, codes };
  }

  icdi.charts.tiles = tiles;
})((window.icdi = window.icdi || {}));
