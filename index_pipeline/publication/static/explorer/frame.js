"use strict";
/* The frame of a chart: title, drawing for the width at hand, and its tools: picture, figures, link, embedding. */
(function (icdi) {
  const { h, s, word, say, data } = icdi;
  const STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "fill-opacity", "font-size", "font-weight", "font-family", "text-anchor"];

  const drawn = new ResizeObserver((entries) => {
    for (const entry of entries) entry.target.draw(Math.floor(entry.contentRect.width));
  });

  /**
   * A chart: `draw(width)` gives its SVG; `heads` and `rows` are the figures behind it, saved as CSV. Where nothing can be
   * drawn, `draw` is null.
   */
  function figure({ id, title, draw, heads, rows, note }) {
    if (!draw) return h("p", { class: "note" }, title + word("colon") + word("none"));
    const holder = h("div", { class: "drawing" });
    holder.draw = (width) => {
      if (!width || width === holder.width) return;
      holder.width = width;
      holder.replaceChildren(draw(width));
    };
    drawn.observe(holder);
    const svg = () => picture(holder.firstChild, title);
    const table = () => [heads, ...rows];
    const act = (key, use) => h("button", { type: "button", onclick: use }, word(key));
    const tools = h("details", { class: "tools" }, h("summary", { "aria-label": word("tools_of", { title }) }, word("tools")),
      h("div", {}, act("save_png", () => savePng(svg(), id)), act("save_svg", () => save(new Blob([svg().text], { type: "image/svg+xml" }), id + ".svg")),
        rows ? act("save_csv", () => icdi.saveCsv(table(), id)) : null,
        act("link_copy", () => copy(embedAddress(""))), act("embed", () => copy(embedCode(id, title)))));
    return h("figure", { id: "chart-" + id, class: "figure" }, h("figcaption", {}, h("span", {}, title), tools), holder, note ? h("p", { class: "note" }, note) : null);
  }

  function save(blob, name) {
    const link = h("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  /** A cell of a CSV; a text that a spreadsheet would take for a formula has ' in front, a number is as it is. */
  function cell(value) {
    if (value === null || value === undefined) return "";
    const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? "'" + value : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  /** Save rows as CSV that Excel opens in the right characters. */
  icdi.saveCsv = (rows, name) => {
    save(new Blob(["\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n"], { type: "text/csv" }), name + ".csv");
  };

  /** The drawing by itself: styles written into it, title above, release and source below. */
  function picture(shown, title) {
    const copied = shown.cloneNode(true);
    const from = [shown, ...shown.querySelectorAll("*")], to = [copied, ...copied.querySelectorAll("*")];
    from.forEach((element, i) => {
      const style = getComputedStyle(element);
      for (const name of STYLES) to[i].style.setProperty(name, style.getPropertyValue(name));
      to[i].removeAttribute("data-tip");
      to[i].removeAttribute("tabindex");
    });
    const { width, height } = shown.viewBox.baseVal;
    const [W, H] = [width + 24, height + 76];
    const body = getComputedStyle(document.body);
    const text = (y, size, weight, words) => s("text", { x: 12, y, style: `font: ${weight} ${size}px ${body.fontFamily}; fill: ${body.color}` }, words);
    copied.setAttribute("x", 12);
    copied.setAttribute("y", 40);
    copied.setAttribute("width", width);
    copied.setAttribute("height", height);
    const whole = s("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${W} ${H}`, width: W, height: H },
      s("rect", { width: W, height: H, style: `fill: ${body.backgroundColor}` }), text(26, 15, 700, icdi.charts.short(title, W - 24)), copied,
      text(H - 12, 12, 400, icdi.charts.short(say(data.title) + " · " + say(data.release), W - 24)));
    return { text: new XMLSerializer().serializeToString(whole), W, H };
  }

  function savePng({ text, W, H }, name) {
    const image = new Image();
    image.onload = () => {
      const canvas = h("canvas", { width: W * 2, height: H * 2 });
      canvas.getContext("2d").drawImage(image, 0, 0, W * 2, H * 2);
      canvas.toBlob((blob) => save(blob, name + ".png"));
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  }

  /** Address of what is shown, at the site's own address if its owner gave one; an earlier release is in `releases/<id>/` there. */
  function embedAddress(id) {
    const [below] = /(releases\/[^/]+\/)?[^/]*$/.exec(location.pathname);
    return (data.site ? data.site + below : location.href.split("#")[0]) + icdi.link(id ? { embed: id } : {});
  }

  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  const embedCode = (id, title) => `<iframe src="${escaped(embedAddress(id))}" title="${escaped(title)}" width="100%" height="520" style="border:0" loading="lazy"></iframe>`;

  /** Copy a text and say so; it is also shown, for browsers that allow no copying. */
  function copy(text) {
    const said = h("p", {}, word("copy_here"));
    const done = () => {
      said.textContent = word("link_copied");
      icdi.announce(word("link_copied"));
    };
    const field = h("textarea", { readonly: true, rows: 3, "aria-label": word("copied_text") });
    field.value = text;
    const box = h("dialog", { class: "copied", onclose: () => box.remove(), "aria-label": word("copied_text") }, said, field, h("button", { type: "button", onclick: () => box.close() }, word("close")));
    document.body.append(box);
    box.showModal();
    field.select();
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, () => {});
  }

  /** In an embedded page only the chart that was asked for is left. */
  icdi.embed = () => {
    const id = icdi.state.embed;
    document.body.classList.toggle("embedded", Boolean(id));
    if (!id) return;
    const wanted = document.getElementById("chart-" + id);
    if (!wanted) return;
    const source = h("p", { class: "note" }, h("a", { href: icdi.link({ embed: "" }), target: "_blank", rel: "noopener" }, say(data.title) + " · " + say(data.release)));
    document.getElementById("main").replaceChildren(wanted, source);
  };

  Object.assign(icdi, { figure, copy, pageAddress: () => embedAddress("") });
})((window.icdi = window.icdi || {}));
