// On the search page: words for a Chinese reader; no excerpts where the site was opened from a folder, for browsers forbid them there.
"use strict";

if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
if (navigator.language.startsWith("zh")) {
  document.documentElement.lang = "zh-CN";
  Documentation.addTranslations({
    locale: "zh_CN",
    plural_expr: "0",
    messages: {
      "Search Results": "搜索结果",
      Searching: "正在搜索",
      "Preparing search...": "正在准备搜索……",
      "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
        "没有找到相关页面，请换一个词再试。",
      "Search finished, found one page matching the search query.": ["找到${resultCount}个相关页面。"],
    },
  });
}
