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
      const side = Math.min(66, W / columns), high_ = Math.max(side, 40);
      const tile = (area, kind, text, attributes) => {
        const [x, y] = [(area.tile[0] - 1) * side, (area.tile[1] - 1) * high_];
        const name = named(area, side - 4);
        return s("g", attributes, s("rect", { x: x + 1, y: y + 1, width: side - 2, height: high_ - 2, class: kind }),
          s("text", { x: x + side / 2, y: y + high_ / 2 - 2, class: "small middle " + kind }, name),
          s("text", { x: x + side / 2, y: y + high_ / 2 + 13, class: "small middle " + kind }, icdi.charts.width(text) <= side + 6 ? text : ""));
      };
      const top = rows * high_ + 12;
      return icdi.charts.svg(label, W, top + 44, "tiles",
        areas.map((area, i) => (area.tile ? tile(area, step(cells[i].value), cells[i].text, { class: choose ? "tile" : null, "data-tip": cells[i].tip, onclick: choose ? () => choose(area.id) : null }) : null)),
        separate.map((area) => tile(area, "none", "", { "data-tip": icdi.say(area.name) + "\n" + word("separate") })),
        legend(W, top, low, high, written, known.length));
    };
  }

  function legend(W, top, low, high, written, known) {
    const wide = Math.min(48, (W - 90) / STEPS);
    return s("g", { class: "legend" },
      known ? [...Array(STEPS).keys()].map((k) => s("rect", { x: k * wide, y: top, width: wide - 1, height: 14, class: "q" + k })) : null,
      known ? [s("text", { x: 0, y: top + 30, class: "small quiet" }, written(low)), s("text", { x: STEPS * wide, y: top + 30, class: "small quiet end" }, written(high))] : null,
      s("rect", { x: STEPS * wide + 12, y: top, width: 16, height: 14, class: "none" }), s("text", { x: STEPS * wide + 34, y: top + 12, class: "small quiet" }, word("tiles_none")));
  }

  /** The short name, cut to the room that a tile has: characters of 12 px are a little narrower than those that are measured. */
  function named(area, room) {
    return icdi.charts.short(icdi.say(area.short), room / 0.92);
  }

  icdi.charts.tiles = tiles;
})((window.icdi = window.icdi || {}));
