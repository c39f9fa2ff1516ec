"use strict";
/* Methodology and downloads: what the release says of itself. */
(function (icdi) {
  const { data, h, word, say } = icdi;

  function definition(indicator, own) {
    const line = (label, text) => (text ? [h("dt", {}, label), h("dd", {}, text)] : []);
    return h("details", {}, h("summary", {}, say(indicator.title), " ", h("small", {}, share(indicator))),
      h("p", {}, icdi.itemLink(indicator.id, own)), h("dl", { class: "plain" }, line(word("definition"), say(own.definition)), line(word("unit"), say(indicator.unit)),
        line(word("direction"), word(indicator.lower ? "lower" : "higher")),
        line(word("proxy"), indicator.proxy ? word("proxy_" + indicator.proxy) : ""),
        line(word("source"), say(own.sources)), line(word("note"), say(own.note))));
  }

  const share = (item) => (item.effective > 0 ? word("effective", { share: icdi.number(100 * item.effective, 1) })
    : item.kind === "supplementary" ? word("supplementary") : "");

  function component(node, depth, figures) {
    const title = [icdi.itemLink(node.id), " ", h("small", {}, [say(node.clause), node.measured ? share(node) : word("not_measured")].filter(Boolean).join(" · "))];
    return h("section", { class: "component" }, h(depth ? "h4" : "h3", {}, title),
      node.measured ? null : h("p", { class: "note" }, say(node.reason), " ", word("wanted", { table: say(node.wanted) })),
      data.indicators.filter((one) => one.parent === node.id).map((one) => definition(one, figures[one.id])),
      icdi.tree.children[node.id].map((child) => component(child, depth + 1, figures)));
  }

  icdi.views.method = {
    render(main) {
      icdi.refresh = () => {};
      icdi.withIndicators((figures) => {
        icdi.put(main, h("h2", {}, word("method")), h("p", {}, word("method_intro", { title: say(data.title), method: data.method })),
          data.document[0] ? h("p", {}, word("follows", { document: say(data.document) })) : "",
          h("p", {}, h("a", { href: `report/${icdi.state.lang}/report.html` }, word("report_link"))),
          ...icdi.tree.children[data.root].map((node) => component(node, 0, figures)),
          ...data.indicators.filter((one) => one.parent === data.root).map((one) => definition(one, figures[one.id])));
      }, main);
    },
  };

  /** A link to a file with the file's size, in powers of ten; a file of unknown size has its link alone. */
  function file(path, text, label) {
    const bytes = window.ICDI_SIZES[path], large = bytes >= 1e6;
    const size = bytes && word(large ? "size_mb" : "size_kb", { size: large ? icdi.number(bytes / 1e6, 1) : Math.ceil(bytes / 1e3) });
    return [h("a", { href: path, "aria-label": label || null }, text), size ? h("small", {}, " " + size) : null];
  }

  icdi.views.downloads = {
    render(main) {
      const lang = icdi.state.lang;
      icdi.refresh = () => {};
      const item = (path, text) => h("li", {}, file(path, text));
      icdi.put(main, h("h2", {}, word("downloads")),
        h("ul", {}, item("workbook.xlsx", word("workbook")), item(`report/${lang}/report.html`, word("report") + " HTML"), item(`report/${lang}/report.pdf`, word("report") + " PDF"),
          item(`figures/${lang}/index.html`, word("charts")), item("data_dictionary.md", word("dictionary")), item("datapackage.json", word("datapackage")),
          item("sdmx/structure.xml", "SDMX"), item("sdmx/observations.csv.gz", "SDMX-CSV"), item("dcat.jsonld", "DCAT"), item("CITATION.cff", word("citation"))),
        icdi.table(word("cards_of", { year: icdi.newest }), [[word("area"), ""], ["HTML", ""], ["PDF", ""]], data.areas.map((area) => [say(area.name),
          ...["html", "pdf"].map((kind) => file(`scorecards/${lang}/${area.file}.${kind}`, kind.toUpperCase(), say(area.name) + " " + kind.toUpperCase()))]), { class: "downloads" }),
        icdi.table(word("tables"), [[word("table"), ""], [word("content"), ""], ["CSV", ""], ["Parquet", ""]], data.tables.map(([name, csv, content]) => [name, say(content),
          csv ? file(`tables/${name}.csv`, "CSV", name + " CSV") : "", file(`tables/${name}.parquet`, "Parquet", name + " Parquet")]), { class: "downloads" }));
    },
  };
})((window.icdi = window.icdi || {}));
