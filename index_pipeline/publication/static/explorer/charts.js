"use strict";
/* Small charts as SVG, with the colours and marks of the printed ones; sizes are in a viewBox, so they scale. */
(function (icdi) {
  const { s } = icdi;
  const COLOURS = ["c0", "c1", "c2", "c3", "c4"];
  const SYMBOLS = [
    (x, y) => s("circle", { cx: x, cy: y, r: 5 }),
    (x, y) => s("rect", { x: x - 4.5, y: y - 4.5, width: 9, height: 9 }),
    (x, y) => s("path", { d: `M${x} ${y - 6}l6 6l-6 6l-6 -6z` }),
    (x, y) => s("path", { d: `M${x} ${y - 6}l5.5 10h-11z` }),
    (x, y) => s("path", { d: `M${x} ${y + 6}l5.5 -10h-11z` }),
  ];

  const mark = (index, x, y) => s("g", { class: "mark " + COLOURS[index] }, SYMBOLS[index](x, y));

  function ticks(low, high) {
    const steps = [];
    for (let e = -3; e < 9; e++) for (const k of [1, 2, 2.5, 5]) steps.push(k * Math.pow(10, e));
    const step = steps.find((k) => (high - low) / k <= 6);
    const found = [];
    for (let v = Math.ceil(low / step) * step; v <= high + 1e-9; v += step) found.push(Number(v.toFixed(6)));
    return found;
  }

  /** Lines over the years: each of `series` is {name, values}; `mean` is dashed. */
  function lines(label, years, series, mean) {
    const W = 640, H = 280, L = 40, R = 110, T = 12, B = 30;
    const all = series.concat(mean ? [mean] : []).flatMap((one) => one.values).filter((v) => v !== null);
    if (!all.length) return icdi.h("p", {}, icdi.word("none"));
    const room = Math.max((Math.max(...all) - Math.min(...all)) * 0.1, 1);
    const low = Math.min(...all) - room, high = Math.max(...all) + room;
    const x = (i) => (years.length < 2 ? (L + W - R) / 2 : L + (W - L - R) * i / (years.length - 1));
    const y = (v) => H - B - (H - T - B) * (v - low) / (high - low);
    const path = (values) => values.map((v, i) => (v === null ? "" : (i && values[i - 1] !== null ? "L" : "M") + x(i).toFixed(1) + " " + y(v).toFixed(1))).join("");
    const grid = ticks(low, high).map((v) => [
      s("line", { x1: L, x2: W - R, y1: y(v), y2: y(v), class: "grid" }),
      s("text", { x: L - 6, y: y(v) + 4, class: "end quiet" }, v)]);
    const names = spread(series.map((one, i) => ({ i, name: one.name, at: y(last(one.values)) })).filter((end) => isFinite(end.at)));
    return s("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": label, class: "chart" }, grid,
      years.map((year, i) => s("text", { x: x(i), y: H - 8, class: "middle quiet" }, year)),
      mean ? s("path", { d: path(mean.values), class: "line mean" }) : null,
      mean ? s("text", { x: x(years.length - 1) + 10, y: y(last(mean.values)) + 4, class: "quiet" }, mean.name) : null,
      series.map((one, i) => [s("path", { d: path(one.values), class: "line " + COLOURS[i] }),
        one.values.map((v, k) => (v === null ? null : mark(i, x(k), y(v))))]),
      names.map((end) => s("text", { x: x(years.length - 1) + 10, y: end.at + 4, class: COLOURS[end.i] + " name" }, end.name)));
  }

  const last = (values) => values.reduce((found, v) => (v === null ? found : v), NaN);

  function spread(ends) {
    ends.sort((a, b) => a.at - b.at);
    for (let i = 1; i < ends.length; i++) ends[i].at = Math.max(ends[i].at, ends[i - 1].at + 15);
    return ends;
  }

  /** Marks along a scale: a row for each of `rows`, a mark for each of `series` ({name, values by row}). */
  function dots(label, rows, series, mean) {
    const W = 640, ROW = 34, T = 26 * Math.ceil(series.length / 3) + 14, H = T + ROW * rows.length + 26;
    const L = Math.min(280, 24 + Math.max(...rows.map(width))), R = 20;
    const [low, high] = icdi.data.scale;
    const x = (v) => L + (W - L - R) * (v - low) / (high - low);
    const at = (i) => T + ROW * (i + 0.5);
    return s("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": label, class: "chart" },
      series.concat(mean ? [mean] : []).map((one, i) => {
        const [cx, cy] = [16 + (i % 3) * 205, 14 + Math.floor(i / 3) * 22];
        return [i < series.length ? mark(i, cx, cy) : s("line", { x1: cx, x2: cx, y1: cy - 8, y2: cy + 8, class: "tick" }),
          s("text", { x: cx + 12, y: cy + 4 }, one.name)];
      }),
      ticks(low, high).map((v) => [s("line", { x1: x(v), x2: x(v), y1: T, y2: H - 24, class: "grid" }),
        s("text", { x: x(v), y: H - 8, class: "middle quiet" }, v)]),
      rows.map((name, i) => [s("text", { x: L - 10, y: at(i) + 4, class: "end" }, name),
        s("line", { x1: L, x2: W - R, y1: at(i), y2: at(i), class: "grid" }),
        mean && mean.values[i] !== null ? s("line", { x1: x(mean.values[i]), x2: x(mean.values[i]), y1: at(i) - 10, y2: at(i) + 10, class: "tick" }) : null,
        series.map((one, k) => (one.values[i] === null ? null : mark(k, x(one.values[i]), at(i))))]));
  }

  const width = (text) => [...text].reduce((total, c) => total + (c.charCodeAt(0) > 0x2e80 ? 14 : 7.6), 0);

  /** Tiles that stand for a map: darker is higher; regions that are not covered are grey. */
  function tiles(label, areas, scores, separate, choose) {
    const placed = areas.filter((area) => area.tile);
    if (!placed.length) return null;
    const SIDE = 62;
    const columns = Math.max(...placed.concat(separate).map((area) => area.tile[0]));
    const rows = Math.max(...placed.concat(separate).map((area) => area.tile[1]));
    const known = scores.filter((v) => v !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const fitted = (text, x, y, kind, size) => s("text", { x, y, class: "middle " + kind,
      style: `font-size: ${Math.min(size, size * (SIDE - 8) / width(text)).toFixed(1)}px` }, text);
    const tile = (area, kind, text) => {
      const [cx, cy] = [(area.tile[0] - 1) * SIDE, (area.tile[1] - 1) * SIDE];
      return [s("rect", { x: cx + 1.5, y: cy + 1.5, width: SIDE - 3, height: SIDE - 3, class: kind }),
        fitted(short(icdi.say(area.short), 15), cx + SIDE / 2, cy + SIDE / 2 - 4, kind, 13),
        fitted(text, cx + SIDE / 2, cy + SIDE / 2 + 14, kind, 12)];
    };
    return s("svg", { viewBox: `0 0 ${columns * SIDE} ${rows * SIDE}`, role: "img", "aria-label": label, class: "chart tiles" },
      areas.map((area, i) => {
        if (!area.tile) return null;
        const value = scores[i];
        const step = value === null ? "none" : "q" + Math.min(5, Math.floor(6 * (value - low) / (high - low || 1)));
        const text = value === null ? icdi.word("unscored") : icdi.score(value);
        return s("g", { onclick: () => choose(area.id), class: "tile" }, tile(area, step, text));
      }),
      separate.map((area) => s("g", {}, tile(area, "none", icdi.word("separate")))));
  }

  const short = (text, length) => (text.length > length ? text.slice(0, length - 1) + "…" : text);

  icdi.charts = { lines, dots, tiles, COLOURS };
})((window.icdi = window.icdi || {}));
