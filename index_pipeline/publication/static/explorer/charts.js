"use strict";
/* Charts as SVG, drawn one to one for the width they have, so that their text is never smaller than the style says. */
(function (icdi) {
  const { s } = icdi;
  const KINDS = 8;
  const SYMBOLS = [
    (x, y) => s("circle", { cx: x, cy: y, r: 5 }),
    (x, y) => s("rect", { x: x - 4.5, y: y - 4.5, width: 9, height: 9 }),
    (x, y) => s("path", { d: `M${x} ${y - 6}l6 6l-6 6l-6 -6z` }),
    (x, y) => s("path", { d: `M${x} ${y - 6}l5.5 10h-11z` }),
    (x, y) => s("path", { d: `M${x} ${y + 6}l5.5 -10h-11z` }),
  ];

  /**
   * Keys of regions that are shown together, by their places in the list of all: each its own, or the next one of a free
   * colour where a region before it in that list has its colour.
   */
  function keys(places) {
    const found = {};
    for (const i of [...places].sort((a, b) => a - b)) {
      const taken = Object.values(found).map((key) => key % KINDS);
      const others = Array.from({ length: KINDS }, (_, k) => i - (i % KINDS) + (i + k) % KINDS);
      const free = others.find((key) => !taken.includes(key % KINDS));
      found[i] = free === undefined ? i : free;
    }
    return places.map((i) => found[i]);
  }

  /** Colour of a key; keys that share one differ by their mark. */
  const colourOf = (key) => "c" + (key % KINDS);
  const mark = (key, x, y) => s("g", { class: "mark " + colourOf(key) }, SYMBOLS[Math.floor(key / KINDS) % SYMBOLS.length](x, y));

  function ticks(low, high, most) {
    const steps = [];
    for (let e = -6; e < 12; e++) for (const k of [1, 2, 2.5, 5]) steps.push(k * Math.pow(10, e));
    const step = steps.find((k) => (high - low) / k <= (most || 6)) || high - low || 1;
    const found = [];
    for (let v = Math.ceil(low / step - 1e-9) * step; v <= high + 1e-9 * step; v += step) found.push(Number(v.toPrecision(10)));
    return found;
  }

  const width = (text) => [...String(text)].reduce((total, c) => total + (c.charCodeAt(0) > 0x2e80 ? 13.5 : 7.4), 0);

  const svg = (label, W, H, kind, ...children) =>
    s("svg", { viewBox: `0 0 ${W} ${H}`, width: W, height: H, role: "group", tabindex: 0, "aria-label": label, class: "chart " + kind }, ...children);

  /** A text of at most `room` pixels, in several lines if need be, right of or around `x`. */
  function lines(text, room) {
    const parts = icdi.state.lang === "zh" ? [...text] : text.split(/(?<= )/);
    const found = [""];
    for (const part of parts) {
      if (found[found.length - 1] && width(found[found.length - 1] + part) > room) found.push("");
      found[found.length - 1] += part;
    }
    return found.map((line) => line.trim());
  }

  /** The value below which a share of sorted values lies, between two of them by their distance (type 7 of Hyndman and Fan). */
  function quantile(sorted, share) {
    const place = share * (sorted.length - 1), below = sorted[Math.floor(place)];
    return below + (sorted[Math.ceil(place)] - below) * (place - Math.floor(place));
  }

  /** Lines over the years: each of `series` is {key, name, values}; `mean` is dashed; `tip(one, k)` explains a mark. */
  function trend(label, years, series, mean, tip) {
    const all = series.concat(mean ? [mean] : []).flatMap((one) => one.values).filter((v) => v !== null);
    if (!all.length) return null;
    return (W) => {
      const names = series.concat(mean ? [mean] : []).map((one) => width(one.name));
      const room = (Math.max(...all) - Math.min(...all)) * 0.1 || 1;
      const low = Math.min(...all) - room, high = Math.max(...all) + room, marks = ticks(low, high);
      const H = 280, L = 12 + Math.max(...marks.map((v) => width(v))), R = Math.min(W * 0.34, 22 + Math.max(...names)), T = 12, B = 30;
      const x = (i) => (years.length < 2 ? (L + W - R) / 2 : L + 6 + (W - L - R - 6) * i / (years.length - 1));
      const y = (v) => H - B - (H - T - B) * (v - low) / (high - low);
      const path = (values) => values.map((v, i) => (v === null ? "" : (i && values[i - 1] !== null ? "L" : "M") + x(i).toFixed(1) + " " + y(v).toFixed(1))).join("");
      const last = (values) => values.reduce((found, v) => (v === null ? found : v), NaN);
      const ends = spread(series.concat(mean ? [mean] : []).map((one) => ({ one, at: y(last(one.values)) })).filter((end) => isFinite(end.at)));
      const every = Math.ceil(years.length * 40 / (W - L - R));
      return svg(label, W, H, "trend",
        marks.map((v) => [s("line", { x1: L, x2: W - R, y1: y(v), y2: y(v), class: "grid" }), s("text", { x: L - 6, y: y(v) + 4, class: "end quiet" }, v)]),
        years.map((year, i) => ((years.length - 1 - i) % every ? null : s("text", { x: x(i), y: H - 8, class: "middle quiet" }, year))),
        mean ? [s("path", { d: path(mean.values), class: "line mean" }), mean.values.map((v, k) => (v === null ? null : s("circle", { cx: x(k), cy: y(v), r: 6, class: "unseen", "data-tip": tip(mean, k) })))] : null,
        series.map((one) => [s("path", { d: path(one.values), class: "line " + colourOf(one.key) }),
          one.values.map((v, k) => (v === null ? null : s("g", { "data-tip": tip(one, k) }, mark(one.key, x(k), y(v)))))]),
        ends.map(({ one, at }) => s("text", { x: x(years.length - 1) + 10, y: at + 4, class: one === mean ? "quiet" : colourOf(one.key) + " name" }, short(one.name, R - 14))));
    };
  }

  function spread(ends) {
    ends.sort((a, b) => a.at - b.at);
    for (let i = 1; i < ends.length; i++) ends[i].at = Math.max(ends[i].at, ends[i - 1].at + 15);
    return ends;
  }

  /** Cut a text to the pixels it has, an ellipsis at its end if something was cut. */
  function short(text, room) {
    if (width(text) <= room) return text;
    let found = text;
    while (found.length > 1 && width(found + "…") > room) found = found.slice(0, -1);
    return found.trim() + "…";
  }

  /** Marks along a scale: a row for each of `rows`, a mark for each of `series` ({key, name, values by row}). */
  function dots(label, rows, series, mean, tip) {
    return (W) => {
      const L = Math.min(W * 0.42, 280, 20 + Math.max(...rows.map(width))), R = 20;
      const names = rows.map((name) => lines(name, L - 12));
      const ROW = Math.max(34, 16 * Math.max(...names.map((own) => own.length)) + 10);
      const keys = legend(series, mean, W);
      const T = keys.height, H = T + ROW * rows.length + 26;
      const [low, high] = icdi.data.scale;
      const x = (v) => L + (W - L - R) * (v - low) / (high - low);
      const at = (i) => T + ROW * (i + 0.5);
      return svg(label, W, H, "dots", keys.drawn,
        ticks(low, high, W < 500 ? 4 : 6).map((v) => [s("line", { x1: x(v), x2: x(v), y1: T, y2: H - 24, class: "grid" }), s("text", { x: x(v), y: H - 8, class: "middle quiet" }, v)]),
        rows.map((_, i) => [names[i].map((line, k) => s("text", { x: L - 10, y: at(i) + 5 + 16 * (k - (names[i].length - 1) / 2), class: "end" }, line)),
          s("line", { x1: L, x2: W - R, y1: at(i), y2: at(i), class: "grid" }),
          mean && mean.values[i] !== null ? s("line", { x1: x(mean.values[i]), x2: x(mean.values[i]), y1: at(i) - 10, y2: at(i) + 10, class: "tick", "data-tip": tip(mean, i) }) : null,
          series.map((one) => (one.values[i] === null ? null : s("g", { "data-tip": tip(one, i) }, mark(one.key, x(one.values[i]), at(i)))))]));
    };
  }

  function legend(series, mean, W) {
    let x = 8, y = 14;
    const drawn = series.concat(mean ? [mean] : []).map((one) => {
      const wide = width(one.name) + 34;
      if (x > 8 && x + wide > W) { x = 8; y += 22; }
      const found = [one === mean ? s("line", { x1: x + 8, x2: x + 8, y1: y - 8, y2: y + 8, class: "tick" }) : mark(one.key, x + 8, y), s("text", { x: x + 20, y: y + 4 }, one.name)];
      x += wide;
      return found;
    });
    return { drawn, height: y + 22 };
  }

  /** Bars, one per row of {name, value, tip, kind, go, text, named}, from zero or the scale's low end. */
  function bars(label, rows) {
    const known = rows.map((row) => row.value).filter((v) => v !== null);
    if (!known.length) return null;
    return (W) => {
      const L = Math.min(W * 0.42, 20 + Math.max(...rows.map((row) => width(row.name)))), R = 12 + Math.max(...rows.map((row) => width(row.text)));
      const names = rows.map((row) => lines(row.name, L - 10)), ROW = 8 + 16 * Math.max(...names.map((own) => own.length));
      const low = Math.min(0, ...known), high = Math.max(0, ...known) || 1;
      const x = (v) => L + (W - L - R) * (v - low) / (high - low);
      return svg(label, W, ROW * rows.length + 6, "bars-chart", rows.map((row, i) => {
        const y = ROW * i + 3;
        return s("g", { "data-tip": row.tip, class: row.go ? "tile" : null, onclick: row.go },
          s("rect", { x: 0, y, width: W, height: ROW, class: "unseen" }),
          names[i].map((line, k) => s("text", { x: L - 8, y: y + ROW / 2 + 5 + 16 * (k - (names[i].length - 1) / 2), class: "end" + (row.named ? " name" : "") }, line)),
          row.value === null ? s("text", { x: L + 4, y: y + ROW / 2 + 5, class: "quiet" }, row.text)
            : [s("rect", { x: Math.min(x(0), x(row.value)), y: y + ROW / 2 - 8, width: Math.max(1, Math.abs(x(row.value) - x(0))), height: 16, class: row.kind || "fill" }),
              s("text", { x: (row.value < 0 ? x(0) : x(row.value)) + 5, y: y + ROW / 2 + 5, class: "quiet" }, row.text)]);
      }));
    };
  }

  /** A strip of marks per year: how the regions are spread, with the quartiles as a box. */
  function strips(label, years, values, tip, chosen) {
    const all = values.flat().filter((v) => v !== null);
    if (!all.length) return null;
    return (W) => {
      const ROW = 34, L = 48, R = 14, H = ROW * years.length + 30;
      const low = Math.min(...all), high = Math.max(...all) === low ? low + 1 : Math.max(...all);
      const x = (v) => L + 8 + (W - L - R - 8) * (v - low) / (high - low);
      return svg(label, W, H, "strips",
        ticks(low, high, W < 500 ? 4 : 6).map((v) => [s("line", { x1: x(v), x2: x(v), y1: 4, y2: H - 24, class: "grid" }), s("text", { x: x(v), y: H - 8, class: "middle quiet" }, v)]),
        years.map((year, k) => {
          const y = ROW * k + ROW / 2 + 2, own = values[k].filter((v) => v !== null).sort((a, b) => a - b);
          const at = (share) => quantile(own, share);
          return [s("text", { x: L - 8, y: y + 4, class: "end quiet" }, year),
            own.length ? [s("rect", { x: x(at(0.25)), y: y - 11, width: Math.max(1, x(at(0.75)) - x(at(0.25))), height: 22, class: "box" }),
              s("line", { x1: x(at(0.5)), x2: x(at(0.5)), y1: y - 11, y2: y + 11, class: "tick" })] : null,
            values[k].map((v, i) => (v === null ? null : s("circle", { cx: x(v), cy: y, r: i === chosen ? 7 : 4, class: "spot" + (i === chosen ? " chosen" : ""), "data-tip": tip(i, k) })))];
        }));
    };
  }

  icdi.charts = { trend, dots, bars, strips, svg, width, short, lines, ticks, quantile, mark, keys };
})((window.icdi = window.icdi || {}));
