// The reader's display choices, applied before the first paint and kept between pages.
(function () {
  "use strict";
  var root = document.documentElement;
  var choices = { elder: ["on", ""], contrast: ["high", ""], scheme: ["dark", "light"] };
  var switches = { elder: "view-elder", contrast: "view-contrast", scheme: "view-dark" };

  function remembered(name) {
    try { return localStorage.getItem("zhibu." + name) || ""; } catch (refused) { return ""; }
  }
  function remember(name, value) {
    try { localStorage.setItem("zhibu." + name, value); } catch (refused) { /* for this page only */ }
  }
  function apply(name, value) {
    if (choices[name].indexOf(value) < 0 || !value) root.removeAttribute("data-" + name);
    else root.setAttribute("data-" + name, value);
  }
  function isOn(name) {
    var value = root.getAttribute("data-" + name);
    if (name === "scheme" && !value) return matchMedia("(prefers-color-scheme: dark)").matches;
    return value === choices[name][0];
  }
  function recall() {
    Object.keys(choices).forEach(function (name) {
      var box = document.getElementById(switches[name]);
      apply(name, remembered(name));
      if (box) box.checked = isOn(name);
    });
  }
  function connect(name) {
    var box = document.getElementById(switches[name]);
    if (!box) return;
    box.addEventListener("change", function () {
      var value = choices[name][box.checked ? 0 : 1];
      remember(name, value);
      apply(name, value);
    });
  }
  function close(details) {
    details.open = false;
    details.querySelector("summary").focus();
  }

  // Tables that are cards on a phone: some browsers forget what a cell is when it is no longer shown as one.
  function remind(table) {
    var roles = { tr: "row", th: "rowheader", td: "cell", "thead th": "columnheader" };
    table.setAttribute("role", "table");
    Object.keys(roles).forEach(function (inner) {
      table.querySelectorAll(inner).forEach(function (part) { part.setAttribute("role", roles[inner]); });
    });
  }

  root.setAttribute("data-script", "");
  recall();

  document.addEventListener("DOMContentLoaded", function () {
    recall();
    Object.keys(switches).forEach(connect);
    document.querySelectorAll(".cardable table").forEach(remind);
    if (location.protocol !== "file:") { // from a disk no browser reads captions
      document.querySelectorAll("track").forEach(function (captions) { captions.track.mode = "showing"; });
    }
  });
  addEventListener("pageshow", recall); // a page that the browser kept, and switches that it set by itself
  document.addEventListener("click", function (event) {
    if (event.target.closest(".tool-print")) window.print();
    var open = document.querySelector(".drop[open]");
    if (open && !open.contains(event.target)) open.open = false;
  });
  document.addEventListener("submit", function (event) {
    var box = event.target.closest("[data-search-box]");
    if (box && location.protocol === "file:" && box.action.endsWith("/")) box.action += "index.html"; // a disk shows no folder's page by itself
  });
  document.addEventListener("keydown", function (event) {
    var box = document.querySelector("[name=q]");
    if (event.key === "/" && box && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, textarea, select")) {
      event.preventDefault();
      box.focus();
    }
    var open = document.querySelector(".drop[open]");
    if (event.key === "Escape" && open) close(open);
  });
})();
