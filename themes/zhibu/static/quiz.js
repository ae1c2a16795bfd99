// 自测和竞赛: marked here, nothing is sent. How a paper and a code are made: docs/editors/网上党校.md.
(function () {
  "use strict";
  function hash(text) {
    return new TextEncoder().encode(text).reduce(function (found, byte) { return Math.imul(found ^ byte, 16777619) >>> 0; }, 2166136261);
  }
  function drawn(seed, paper, total, count) {
    var state = hash(seed + "/" + paper) || 1;
    var order = Array.from({ length: total }, function (_, place) { return place; });
    for (var last = total - 1; last > 0; last--) {
      state ^= state << 13; state ^= state >>> 17; state ^= state << 5; state >>>= 0;
      var other = state % (last + 1), kept = order[last];
      order[last] = order[other];
      order[other] = kept;
    }
    return order.slice(0, count);
  }
  function folded(text) { return text.normalize("NFKC").replace(/\s+/g, "").toLowerCase(); }
  function boxes(question) { return Array.from(question.querySelectorAll("input")); }
  function given(question) {
    return boxes(question).map(function (box, place) {
      return box.hasAttribute("data-answer") ? folded(box.value) : box.checked ? String.fromCharCode(65 + place) : "";
    }).join(question.getAttribute("data-question") === "fill" ? "," : "");
  }
  function isRight(question) {
    return boxes(question).every(function (box) {
      if (!box.hasAttribute("data-answer")) { return box.checked === box.hasAttribute("data-right"); }
      return box.getAttribute("data-answer").split("/").map(folded).indexOf(folded(box.value)) >= 0;
    });
  }
  function mark(question) {
    var right = isRight(question), verdict = question.querySelector(".quiz-verdict"), answer = question.querySelector("details");
    verdict.textContent = right ? _("✓ 答对了") : given(question).replace(/,/g, "") ? _("✗ 不对") : _("✗ 没有作答");
    verdict.className = "quiz-verdict state state-" + (right ? "positive" : "negative");
    verdict.hidden = answer.hidden = false;
    answer.open = !right;
    return right;
  }
  function clock(seconds) { return _("%(minutes)s 分 %(seconds)s 秒", { minutes: Math.floor(seconds / 60), seconds: seconds % 60 }); }

  document.querySelectorAll("[data-quiz]").forEach(function (form) {
    var all = Array.from(form.querySelectorAll("[data-question]")), asked = all;
    var end = form.querySelector(".quiz-end"), result = form.querySelector("output");
    var seed = form.getAttribute("data-seed"), limit = 60 * form.getAttribute("data-minutes"), paper, began, ticking;

    function finish() {
      var right = asked.filter(mark).length, said = _("答对 %(right)s 题，共 %(count)s 题", { right: right, count: asked.length });
      if (seed) { said += contested(right); }
      result.textContent = said;
      result.scrollIntoView({ block: "nearest" });
    }
    function contested(right) {
      var seconds = Math.round((Date.now() - began) / 1000), answers = asked.map(given).join("|");
      clearInterval(ticking);
      form.querySelector("[data-clock]").hidden = true;
      end.querySelector("button").hidden = true;
      asked.forEach(function (question) { boxes(question).forEach(function (box) { box.disabled = true; }); });
      var check = hash([seed, paper, answers, seconds].join("/")).toString(36).toUpperCase();
      return _("，用时 %(time)s。成绩码：%(code)s", { time: clock(seconds), code: [paper, right, asked.length, seconds, check].join("-") });
    }
    function tick() {
      var seconds = Math.round((Date.now() - began) / 1000);
      form.querySelector("[data-clock]").textContent = limit ? _("还剩 %(time)s", { time: clock(Math.max(0, limit - seconds)) }) : _("已用 %(time)s", { time: clock(seconds) });
      if (limit && seconds >= limit) { finish(); }
    }
    function start() {
      paper = Math.min(9999, Math.max(1, Math.floor(form.elements.paper.value) || 1));
      asked = drawn(seed, paper, all.length, Number(form.getAttribute("data-count"))).map(function (place) { return all[place]; });
      asked.forEach(function (question, place) {
        question.querySelector("[data-number]").textContent = place + 1;
        question.hidden = false;
        form.insertBefore(question, end);
      });
      form.querySelector(".quiz-start").hidden = true;
      form.querySelector("[data-clock]").hidden = end.hidden = false;
      began = Date.now();
      ticking = setInterval(tick, 1000);
      tick();
      asked[0].querySelector("input").focus();
    }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (end.hidden) { start(); } else if (!end.querySelector("button").hidden) { finish(); }
    });
    if (seed) {
      all.forEach(function (question) { question.hidden = question.querySelector("details").hidden = true; });
      end.hidden = true;
      form.querySelector("[data-start]").addEventListener("click", start);
    }
  });
})();
