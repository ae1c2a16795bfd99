// 找党组织: hides what does not hold every word that is typed; without it the whole list stands.
(function () {
  "use strict";
  document.querySelectorAll("[data-finder]").forEach(function (finder) {
    var box = finder.querySelector("input");
    var rows = Array.from(finder.querySelectorAll("[data-find]"));
    var groups = Array.from(finder.querySelectorAll("[data-finder-group]"));
    var none = finder.querySelector("[data-finder-none]");
    box.addEventListener("input", function () {
      var words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      rows.forEach(function (row) {
        var text = row.getAttribute("data-find");
        row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
      });
      groups.forEach(function (group) { group.hidden = !group.querySelector("[data-find]:not([hidden])"); });
      none.hidden = groups.some(function (group) { return !group.hidden; });
    });
  });
})();
