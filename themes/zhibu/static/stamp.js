// Shows today's date and when this release was made; both live in one small file, never in a page.
(function () {
  "use strict";
  var source = document.currentScript.getAttribute("data-stamp-source");
  var days = "日一二三四五六";

  function spoken(date) {
    var part = date.split("-").map(Number);
    var day = days.charAt(new Date(Date.UTC(part[0], part[1] - 1, part[2])).getUTCDay());
    return part[0] + "年" + part[1] + "月" + part[2] + "日 星期" + day;
  }
  function show(name, text) {
    document.querySelectorAll('[data-stamp="' + name + '"]').forEach(function (place) {
      place.textContent = text;
      var veil = place.closest("[hidden]");
      if (veil) veil.removeAttribute("hidden");
    });
  }

  if (location.protocol === "file:") return; // a browser may fetch nothing from a disk, and complains: the page says nothing
  fetch(source).then(function (answer) {
    if (!answer.ok) throw new Error(source);
    return answer.json();
  }).then(function (stamp) {
    show("date", spoken(stamp.date));
    show("as_of", stamp.as_of.slice(0, 16).replace("T", " "));
    show("release", stamp.release);
  }).catch(function () { /* offline: the page says nothing */ });
})();
