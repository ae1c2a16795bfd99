// Shows today's date and when this release was made; both live in one small file, never in a page.
(function () {
  "use strict";
  var source = document.currentScript.getAttribute("data-stamp-source");
  var copied = document.currentScript.getAttribute("data-stamp"); // an offline copy tells it here: when it was made, not what day it is
  var days = _("日,一,二,三,四,五,六").split(","), months = _("1,2,3,4,5,6,7,8,9,10,11,12").split(",");

  function spoken(date) {
    var part = date.split("-").map(Number);
    var day = days[new Date(Date.UTC(part[0], part[1] - 1, part[2])).getUTCDay()];
    return _("%(year)s年%(month)s月%(day)s日 星期%(weekday)s", { year: part[0], month: months[part[1] - 1], day: part[2], weekday: day });
  }
  function show(name, text) {
    document.querySelectorAll('[data-stamp="' + name + '"]').forEach(function (place) {
      place.textContent = text;
      var veil = place.closest("[hidden]");
      if (veil) veil.removeAttribute("hidden");
    });
  }

  function made(stamp) {
    show("as_of", stamp.as_of.slice(0, 16).replace("T", " "));
    show("release", stamp.release);
  }

  if (copied) made(JSON.parse(copied));
  if (location.protocol === "file:") return; // a browser may fetch nothing from a disk, and complains: the page says no more
  fetch(source).then(function (answer) {
    if (!answer.ok) throw new Error(source);
    return answer.json();
  }).then(function (stamp) {
    show("date", spoken(stamp.date));
    made(stamp);
  }).catch(function () { /* offline: the page says nothing */ });
})();
