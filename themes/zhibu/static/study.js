// 学习进度: which lessons were studied, kept in this browser only; nothing is sent.
(function () {
  "use strict";
  var KEY = "zhibu.studied";
  function studied() {
    try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch (_) { return {}; }
  }
  function keep(known) {
    try { localStorage.setItem(KEY, JSON.stringify(known)); } catch (_) { /* a browser that keeps nothing */ }
  }
  function show() {
    var known = studied();
    document.querySelectorAll("[data-study]").forEach(function (button) {
      var done = Boolean(known[button.getAttribute("data-study")]);
      button.setAttribute("aria-pressed", String(done));
      button.textContent = done ? _("已学完（再按取消）") : _("学完了");
    });
    document.querySelectorAll(".outline").forEach(function (outline) {
      var rows = Array.from(outline.querySelectorAll("[data-lesson]"));
      var done = rows.filter(function (row) {
        var mark = known[row.getAttribute("data-lesson")];
        row.querySelector("[data-studied]").hidden = !mark;
        return mark;
      });
      outline.nextElementSibling.textContent = _("这台设备上已学 %(done)s 课，共 %(count)s 课", { done: done.length, count: rows.length });
    });
  }
  document.querySelectorAll("[data-study]").forEach(function (button) {
    button.addEventListener("click", function () {
      var known = studied(), lesson = button.getAttribute("data-study");
      if (known[lesson]) { delete known[lesson]; } else { known[lesson] = 1; }
      keep(known);
      show();
    });
  });
  show();
})();
