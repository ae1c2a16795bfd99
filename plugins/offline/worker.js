// Keeps the pages that were read, for times without a network. The network is always asked first: what was changed or
// withdrawn is never shown from here while there is one, and nothing is shown after a week.
"use strict";
var SCOPE = self.registration.scope, AWAY = new URL("offline/", SCOPE).href;
var PAGES = "pages " + SCOPE, PARTS = "parts " + SCOPE;
var ended = false;
var MOST_PAGES = 60, MOST_PARTS = 200, WEEK = 7 * 24 * 3600 * 1000;

function keep(name, request, answer, most) {
  if (ended) return Promise.resolve();
  return caches.open(name).then(function (cache) {
    return cache.put(request, answer).then(function () { return cache.keys(); }).then(function (keys) {
      return Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map(function (old) { return cache.delete(old); }));
    });
  });
}
function isFresh(answer) {
  return Date.now() - Date.parse(answer.headers.get("date") || "") < WEEK;
}
function asked(event, name, most, instead) {
  return fetch(event.request).then(function (answer) {
    if (answer.ok && answer.type === "basic") event.waitUntil(keep(name, event.request, answer.clone(), most));
    return answer;
  }, function (fault) {
    return caches.open(name).then(function (cache) { return cache.match(event.request); }).then(function (kept) {
      if (kept && isFresh(kept)) return kept;
      if (instead) return Response.redirect(instead);
      throw fault;
    });
  });
}
function keptFirst(event) {
  return caches.open(PARTS).then(function (cache) { return cache.match(event.request); }).then(function (kept) {
    return kept || asked(event, PARTS, MOST_PARTS);
  });
}
// The page for what is not here, and the stylesheets and scripts that it names.
function prepare() {
  return fetch(AWAY, { cache: "reload" }).then(function (answer) {
    return answer.clone().text().then(function (text) {
      var named = text.match(/(?:href|src)="[^"]+\.(?:css|js)"/g) || [];
      var parts = named.map(function (one) { return new URL(one.split('"')[1], AWAY).href; });
      return Promise.all([
        caches.open(PARTS).then(function (cache) { return cache.addAll(parts.filter(function (one, at) { return parts.indexOf(one) === at; })); }),
        caches.open("away " + SCOPE).then(function (cache) { return cache.put(AWAY, answer); })
      ]);
    });
  });
}
function end() {
  ended = true;
  return Promise.all([PAGES, PARTS, "away " + SCOPE].map(function (name) { return caches.delete(name); }))
    .then(function () { return self.registration.unregister(); });
}

self.addEventListener("install", function (event) { event.waitUntil(prepare().then(function () { return self.skipWaiting(); })); });
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });
self.addEventListener("fetch", function (event) {
  var request = event.request, url = new URL(request.url);
  if (request.method !== "GET" || url.href.indexOf(SCOPE) !== 0 || request.headers.has("range")) return;
  if (request.mode === "navigate" && url.href.split("#")[0] === AWAY) {
    event.respondWith(fetch(request).catch(function () { return caches.match(AWAY); }));
  } else if (request.mode === "navigate") {
    event.respondWith(asked(event, PAGES, MOST_PAGES, AWAY));
  } else if (/\/assets\/[^\/]+\.[0-9a-f]{10}\.[a-z0-9]+$/.test(url.pathname)) {
    event.respondWith(keptFirst(event));
  } else if (/^(style|script|image)$/.test(request.destination)) {
    event.respondWith(asked(event, PARTS, MOST_PARTS));
  }
});
// Switched off by the operator: the manifest is gone, and so is this.
fetch(new URL("manifest.webmanifest", SCOPE).href, { cache: "no-store" }).then(function (answer) {
  if (answer.status === 404 || answer.status === 410) return end();
}).catch(function () { /* no network */ });
