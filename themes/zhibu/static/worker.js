// Lets this device keep the pages that were read, where the network wants that; only over https.
(function () {
  "use strict";
  if (location.protocol !== "https:" || !navigator.serviceWorker) return;
  navigator.serviceWorker.register(document.currentScript.getAttribute("data-worker")).catch(function () { /* as without it */ });
})();
