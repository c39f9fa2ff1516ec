"use strict";
/* Scenarios: a region with other values, and the smallest change that reaches a rank; all else is as published. */
(function (icdi) {
  const { data } = icdi;
  const HALVINGS = 200, DOUBLINGS = 24;
  const weight = (item) => item.weight;

  /**
   * What is fixed while values change: the year's figures, the scores of the other regions, and the region's own values,
   * none where it is a region of the reader's own (`area` null).
   */
  function situation(figures, year, area) {
    const at = data.years.indexOf(year), i = area === null ? -1 : icdi.areaIndex[area];
    const others = icdi.scoresWith(figures, year, weight).filter((_, k) => k !== i);
    const own = (id) => (i < 0 ? { score: null, coverage: 0 } : { score: figures[id].scores[at][i], coverage: Number(figures[id].covered[at][i]) });
    const value = (id) => (i < 0 ? null : figures[id].used[at][i]);
    return { figures, year, area, at, i, others, own, value };
  }

  /** Scores of every component and changed indicator, and the rank of the index, with `changes` ({indicator: value}). */
  function computed(now, changes) {
    const scores = {};
    for (const [id, value] of Object.entries(changes)) scores[id] = icdi.engine.scoreOf(value, now.figures[id], now.year, now.area);
    const leaf = (id) => (id in scores ? { score: scores[id], coverage: scores[id] === null ? 0 : 1 } : now.own(id));
    const tree = icdi.engine.scoreTree(icdi.tree, leaf, weight);
    const total = tree[data.root].score;
    return { scores, tree, rank: icdi.engine.ranks([...now.others, total])[now.others.length] };
  }

  const reaches = (now, changes, target) => {
    const { rank } = computed(now, changes);
    return rank !== null && rank <= target;
  };

  /** Whether a value can be that of the indicator. */
  function plausible(id, value, figures) {
    const [least, most] = figures[id].bounds;
    return isFinite(value) && (least === null || value >= least) && (most === null || value <= most);
  }

  const clipped = (id, value, figures) => {
    const [least, most] = figures[id].bounds;
    return Math.min(most === null ? Infinity : most, Math.max(least === null ? -Infinity : least, value));
  };

  /** The share between 0 and 1 from which on `enough` holds, found by halving; null if not even 1 is enough. */
  function least(enough) {
    if (!enough(1)) return null;
    let [low, high] = [0, 1];
    for (let k = 0; k < HALVINGS && low < high; k++) {
      const middle = (low + high) / 2;
      if (middle === low || middle === high) break;
      if (enough(middle)) high = middle; else low = middle;
    }
    return high;
  }

  /** Best value of a region in the year, in the direction of the indicator. */
  function best(now, id) {
    const known = now.figures[id].used[now.at].filter((v) => v !== null);
    return icdi.items[id].lower ? Math.min(...known) : Math.max(...known);
  }

  /**
   * The value of one indicator nearest to the region's that reaches the rank, within what is plausible; null if none
   * does. Beyond the best region the search goes on by doubling, as a score may go on rising there.
   */
  function reachOne(now, id, target, changes) {
    const from = id in changes ? changes[id] : now.value(id);
    if (from === null || icdi.engine.scoreOf(from, now.figures[id], now.year, now.area) === null) return null;
    const towards = best(now, id) === from ? from + (icdi.items[id].lower ? -1 : 1) * (Math.abs(from) || 1) : best(now, id);
    for (let k = 0; k < DOUBLINGS; k++) {
      const end = clipped(id, from + (towards - from) * Math.pow(2, k), now.figures);
      const at = (share) => (share === 1 ? end : from + (end - from) * share);
      const share = least((s) => reaches(now, Object.assign({}, changes, { [id]: at(s) }), target));
      if (share !== null) return at(share);
      if (end !== from + (towards - from) * Math.pow(2, k)) break;
    }
    return null;
  }

  /** Several indicators, each the same share of its way to the best region: the smallest share, and the values there. */
  function reachTogether(now, ids, target, changes) {
    const ways = ids.map((id) => [id, id in changes ? changes[id] : now.value(id), best(now, id)]).filter(([id, from, end]) => from !== null && from !== end && (icdi.items[id].lower ? from > end : from < end));
    const at = (share) => Object.assign({}, changes, Object.fromEntries(ways.map(([id, from, end]) => [id, share === 1 ? end : from + (end - from) * share])));
    const share = ways.length ? least((s) => reaches(now, at(s), target)) : null;
    return share === null ? null : { share, values: at(share) };
  }

  icdi.scenario = { situation, computed, plausible, reachOne, reachTogether };
})((window.icdi = window.icdi || {}));
