// Copying an address or a text, also as markup for editors; reading an article aloud with a voice of this device.
(function () {
  "use strict";
  function say(button, words) {
    button.parentElement.querySelector("[role=status]").textContent = words;
  }
  // The old way, because it needs no secure context: intranets and files copy too.
  function copy(button, text, html) {
    function fill(event) {
      event.clipboardData.setData("text/plain", text);
      if (html) event.clipboardData.setData("text/html", html);
      event.preventDefault();
    }
    var held = document.createElement("textarea");
    held.value = text;
    document.body.append(held);
    held.select();
    document.addEventListener("copy", fill);
    var done = document.execCommand("copy");
    document.removeEventListener("copy", fill);
    held.remove();
    button.focus();
    say(button, done ? _("已复制") : _("没有复制成，请选中文字自己复制"));
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy], [data-copy-address]");
    if (!button) return;
    if (button.hasAttribute("data-copy-address")) {
      var canonical = document.querySelector("link[rel=canonical]");
      copy(button, canonical ? canonical.href : location.href);
      return;
    }
    var text = document.getElementById(button.getAttribute("data-copy")).value;
    if (!button.hasAttribute("data-as-html")) copy(button, text);
    else copy(button, document.getElementById("plain").value, text);
  });

  var aloud = document.querySelector("[data-aloud]"), speech = window.speechSynthesis;
  if (!aloud || !speech) return;
  // Only voices of this device: others would send the text to somebody else's machine.
  function voice() {
    return speech.getVoices().find(function (one) { return one.localService && /^(zh|cmn)/i.test(one.lang); });
  }
  function offer() { aloud.hidden = !voice(); }
  function show(on) {
    aloud.setAttribute("aria-pressed", String(on));
    aloud.textContent = on ? _("停止朗读") : _("朗读");
  }
  function read() {
    var parts = Array.from(document.querySelectorAll(".item-head h1, .prose > *")).filter(function (one) { return one.innerText.trim(); });
    parts.forEach(function (part, number) {
      var words = new SpeechSynthesisUtterance(part.innerText);
      words.voice = voice();
      words.lang = words.voice.lang;
      words.onend = function () { if (number === parts.length - 1) show(false); };
      speech.speak(words);
    });
    show(true);
  }
  aloud.addEventListener("click", function () {
    var on = aloud.getAttribute("aria-pressed") === "true";
    speech.cancel();
    if (on) show(false); else read();
  });
  addEventListener("pagehide", function () { speech.cancel(); });
  speech.addEventListener("voiceschanged", offer);
  offer();
})();
