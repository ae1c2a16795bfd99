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
      button.textContent = done ? "已学完（再按取消）" : "学完了";
    });
    document.querySelectorAll(".outline").forEach(function (outline) {
      var rows = Array.from(outline.querySelectorAll("[data-lesson]"));
      var done = rows.filter(function (row) {
        var mark = known[row.getAttribute("data-lesson")];
        row.querySelector("[data-studied]").hidden = !mark;
        return mark;
      });
      outline.nextElementSibling.textContent = "这台设备上已学 " + done.length + " 课，共 " + rows.length + " 课";
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
