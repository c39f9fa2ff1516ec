"use strict";
/* The index computed again in the browser: weighted means up the tree, ranks, and the score of one changed value. */
(function (icdi) {
  const CLOSED = ["arithmetic", "weighted_sum", "median", "geometric", "harmonic", "power", "mazziotta_pareto"];
  const { rounding } = window.ICDI_CORE;

  /** Tell whether every component is a mean of its children, so that it can be computed here. */
  function computable(nodes) {
    return nodes.every((node) => !node.measured || CLOSED.includes(node.rule.method));
  }

  /**
   * Score every component of one region and year.
   * leaf(id) gives {score, coverage} of an indicator; weight(item) the weight of an edge. Children without a score
   * drop out and the others share their weight; a component below its threshold has no score.
   */
  function scoreTree(tree, leaf, weight) {
    const found = {};
    function visit(node) {
      const parts = [];
      for (const child of tree.children[node.id]) if (child.measured) parts.push([weight(child), visit(child)]);
      for (const item of tree.leaves[node.id]) parts.push([weight(item), leaf(item.id)]);
      return (found[node.id] = combine(node, parts.filter(([w]) => w > 0)));
    }
    visit(tree.root);
    return found;
  }

  function combine(node, parts) {
    const total = sum(parts, ([w]) => w);
    if (!parts.length || !(total > 0)) return { score: null, coverage: 0 };
    const coverage = Math.min(1, sum(parts, ([w, part]) => w * part.coverage) / total);
    const scored = parts.filter(([, part]) => part.score !== null).map(([w, part]) => [w, part.score]);
    const share = node.ofChildren ? scored.length / parts.length : coverage;
    const enough = scored.length && share >= node.threshold - rounding;
    return { score: enough ? mean(node.rule, scored, total) : null, coverage };
  }

  /** Combine scored children; `all` is the weight of all children, those without a score as well. */
  function mean(rule, parts, all) {
    const floor = rule.floor === undefined ? -Infinity : rule.floor;
    const pairs = parts.map(([w, s]) => [w, Math.max(s, floor)]);
    const total = sum(pairs, ([w]) => w);
    const positive = pairs.every(([, s]) => s > 0);
    switch (rule.method) {
      case "arithmetic": return weighted(pairs) / total;
      case "weighted_sum": return total < all ? weighted(pairs) * (all / total) : weighted(pairs);
      case "median": return median(pairs.map(([, s]) => s));
      case "geometric": return positive ? Math.exp(sum(pairs, ([w, s]) => w * Math.log(s)) / total) : 0;
      case "harmonic": return positive ? total / sum(pairs, ([w, s]) => w / s) : 0;
      case "power":
        if (rule.exponent < 0 && !positive) return 0;
        return Math.pow(sum(pairs, ([w, s]) => w * Math.pow(s, rule.exponent)) / total, 1 / rule.exponent);
      case "mazziotta_pareto": return penalised(rule, pairs, total);
      default: throw new Error("aggregation " + rule.method + " is not computed here");
    }
  }

  /** Weighted sum, 0 where it cancels to rounding. */
  function weighted(pairs) {
    const found = sum(pairs, ([w, s]) => w * s);
    return Math.abs(found) > rounding * sum(pairs, ([w, s]) => w * Math.abs(s)) ? found : 0;
  }

  function penalised(rule, pairs, total) {
    const average = sum(pairs, ([w, s]) => w * s) / total;
    if (average === 0) return 0;
    let variance = sum(pairs, ([w, s]) => w * s * s) / total - average * average;
    if (rule.variance === "sample" && pairs.length > 1) variance *= pairs.length / (pairs.length - 1);
    return average + (rule.penalty === "below" ? -1 : 1) * variance / average;
  }

  function median(values) {
    const sorted = values.slice().sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * Ranks of scores: 1 is best, ties share the better rank, no score no rank. A score is tied with the one before it
   * where they are equal up to rounding, as in `rounding.py`; where all are tied, they tell none from another, and
   * none has a rank.
   */
  function ranks(scores) {
    const order = scores.map((_, i) => i).filter((i) => scores[i] !== null).sort((a, b) => scores[b] - scores[a]);
    const close = rounding * order.reduce((greatest, i) => Math.max(greatest, Math.abs(scores[i])), 0);
    const found = scores.map(() => null);
    order.forEach((i, place) => {
      const before = order[place - 1];
      found[i] = place && scores[before] - scores[i] <= close ? found[before] : place + 1;
    });
    const alike = order.length > 1 && order.every((i) => found[i] === 1);
    return alike ? scores.map(() => null) : found;
  }

  /** Score of a value of an indicator, as treated and normalised; null where its method is relative to other regions. */
  function scoreOf(value, indicator, year, area) {
    const fits = (row) => (row.time_period === null || row.time_period === year) && (!row.ref_area || row.ref_area === area);
    const post = indicator.goalposts.find(fits);
    const treatment = indicator.treatments.find(fits);
    if (!post || (post.form && post.form !== "linear" && post.form !== "ratio")) return null;
    const treated = treatment ? treat(value, treatment) : value;
    if (treated === null || !isFinite(treated)) return null;
    return normalise(treated, post);
  }

  function treat(value, row) {
    let x = value;
    if (row.lower !== null && x < row.lower) x = row.lower;
    if (row.upper !== null && x > row.upper) x = row.upper;
    x = row.transform === "mirrored_log" ? row.shift - x : x + row.shift;
    switch (row.transform) {
      case "none": return x;
      case "log": return x > 0 ? Math.log(x) : null;
      case "mirrored_log": return x > 0 ? -Math.log(x) : null;
      case "square_root": return x >= 0 ? Math.sqrt(x) : null;
      case "box_cox": return x <= 0 ? null : row.exponent === 0 ? Math.log(x) : (Math.pow(x, row.exponent) - 1) / row.exponent;
      default: return null;
    }
  }

  function normalise(x, post) {
    let share;
    if (post.form === "ratio") share = x === 0 ? NaN : post.upper / x;
    else if (post.direction === "higher_is_better") share = (x - post.lower) / (post.upper - post.lower);
    else share = (post.upper - x) / (post.upper - post.lower);
    if (post.floored && share < 0) share = 0;
    if (post.capped && share > 1) share = 1;
    return isFinite(share) ? post.floor + (post.ceiling - post.floor) * share : null;
  }

  function sum(items, value) {
    let total = 0;
    for (const item of items) total += value(item);
    return total;
  }

  const closed = (method) => CLOSED.includes(method);

  icdi.engine = { computable, closed, scoreTree, median, ranks, scoreOf };
})((window.icdi = window.icdi || {}));
