// Search: fetches the parts of the index that hold the words, and answers exactly. The index is made by plugins/search/.
(function () {
  "use strict";
  var ALPHABET = "", PLACE = 2097152, STEPS = 13, GONE = 90, TITLE = "^", LONGEST = 32;
  for (var code = 32; code < 127; code++) {
    var one = String.fromCharCode(code);
    if ('"\\<>'.indexOf(one) < 0) ALPHABET += one;
  }
  var VALUES = new Map(Array.from(ALPHABET, function (sign, value) { return [sign, value]; }));
  var HAN_SET = "\\u3005-\\u3007\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc\\u3400-\\u4dbf\\u4e00-\\u9fff\\ufa0e-\\ufa29\\u{20000}-\\u{3ffff}";
  var LETTER_SET = "0-9a-z\\u00b5-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0300-\\u1fff\\u2c00-\\u2dff\\ua000-\\ud7ff";
  var HAN = new RegExp("[" + HAN_SET + "]", "u");
  var RUNS = new RegExp("[" + HAN_SET + LETTER_SET + "]+", "gu");
  var PIECES = new RegExp("[" + HAN_SET + "]+|[" + LETTER_SET + "]+", "gu");
  var GROUPS = /[^ -~]*[ -~]+/g, FOLLOWING = /^[^ -~]*/;
  var LETTER = new RegExp("[" + LETTER_SET + "]", "u");
  var HIDDEN = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/g;

  // Files are classic scripts, so that they load from a disk as from a server; each calls zhibuSearch(name, …).
  var given = new Map();
  window.zhibuSearch = function (name) { given.set(name, Array.prototype.slice.call(arguments, 1)); };

  function load(address, name) {
    return new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.onload = script.onerror = function () {
        var found = given.get(name);
        script.remove();
        given.delete(name);
        if (found) done(found); else failed(new Error(address));
      };
      script.src = address;
      document.head.appendChild(script);
    });
  }

  // Folding: as plugins/search/folding.py does, character by character.
  function Folder() {
    this.simplified = new Map();
    this.known = new Map();
  }
  Folder.prototype.character = function (character) {
    var found = this.known.get(character);
    if (found === undefined) {
      found = character.replace(HIDDEN, "") && Array.from(character.normalize("NFKC").toLowerCase(), function (plain) {
        return this.simplified.get(plain) || plain;
      }, this).join("");
      this.known.set(character, found);
    }
    return found;
  };
  Folder.prototype.fold = function (text) {
    return Array.from(text.normalize("NFC"), this.character, this).join("");
  };
  Folder.prototype.learn = function (traditional, plain) {
    var to = Array.from(plain);
    this.known.clear();
    this.simplified = new Map(Array.from(traditional, function (from, at) { return [from, to[at]]; }));
  };

  // Blocks: as plugins/search/postings.py writes them.
  function Bits(text) {
    this.text = text;
    this.at = 1;
    this.left = 0;
    this.value = 0;
  }
  Bits.prototype.next = function () {
    if (!this.left) {
      if (this.at >= this.text.length) return -1;
      this.value = VALUES.get(this.text[this.at]) * 91 + VALUES.get(this.text[this.at + 1]);
      this.at += 2;
      this.left = 13;
    }
    this.left -= 1;
    return this.value >> this.left & 1;
  };
  Bits.prototype.number = function (low) {
    var number = 0, bit;
    while ((bit = this.next()) === 1) number += 1;
    if (bit < 0) return -1;
    while (low--) number = number * 2 + this.next();
    return number;
  };
  function places(text, placed) {
    var bits = new Bits(text), first = VALUES.get(text[0]), gaps = Math.floor(first / STEPS), steps = first % STEPS;
    var found = [], number = -1, place = 0, sign;
    while ((sign = bits.next()) >= 0) {
      var step = bits.number(sign ? gaps : steps);
      if (step < 0) break;
      if (sign) {
        number += step + 1;
        place = number * PLACE + (placed ? bits.number(steps) : 0);
      } else place += step + 1;
      found.push(place);
    }
    return found;
  }

  function shardOf(key) {
    var number = 2166136261;
    Array.from(key).slice(0, 2).forEach(function (character) {
      number = Math.imul(number ^ character.codePointAt(0), 16777619) >>> 0;
    });
    return (number ^ number >>> 16) & 0xffff;
  }

  // The index of a host: "home" is where its files lie, "root" where the host begins.
  function Index(home, root) {
    this.home = home;
    this.root = root;
    this.folder = new Folder();
  }
  Index.prototype.open = function () {
    var index = this;
    if (!this.opened) this.opened = load(this.home + "index.js" + (this.fresh || ""), "index").then(function (given) {
      var told = given[0], start = 0;
      index.shards = {};
      index.names = new Map();
      index.count = 0;
      told[2].match(new RegExp("-.|.{" + (told[1] + 1) + "}", "g")).forEach(function (name) {
        if (name[0] !== "-") index.names.set(index.count++, name); else index.count += VALUES.get(name[1]) + 1;
      });
      index.named = told[1];
      index.segments = told[5].map(function (row) {
        var made = read(told[3][row[0]], row[1].map(function (label) { return told[4][label]; }), row, start);
        start += made.kinds.length;
        return made;
      });
      index.documents = start;
    });
    return this.opened;
  };
  // Another release has come since: what is kept of the old one no longer fits.
  Index.prototype.renew = function () {
    this.fresh = "?" + Date.now();
    this.opened = null;
  };
  function values(signs) { return Array.from(signs, function (sign) { return VALUES.get(sign); }); }
  function read(site, labels, row, start) {
    var gaps = values(row[7]), days = [], day = 0;
    for (var at = 0; at < gaps.length; at++) {
      var gap = gaps[at];
      if (gap === 90) gap = gaps[++at] * 8281 + gaps[++at] * 91 + gaps[++at];
      days.push(day += gap);
    }
    return { site: site[0], title: site[1], url: site[2], base: site[3], labels: labels, part: row[2], version: row[4],
      files: values(row[5]), kinds: row[6] ? values(row[6]) : days.map(function () { return 0; }), days: days, name: site[0] + "-" + row[2], start: start, texts: {} };
  }
  Index.prototype.number = function (key) { return shardOf(key) % this.count; };
  // How much is to be fetched for a key.
  Index.prototype.cost = function (key) {
    var number = this.number(key);
    return this.names.has(number) && !this.shards[number] ? VALUES.get(this.names.get(number)[this.named]) + 1 : 0;
  };
  Index.prototype.shard = function (key) {
    var number = this.number(key), name = this.names.get(number), called = number.toString(16);
    if (!this.shards[number]) {
      this.shards[number] = name ? load(this.home + called + "." + name.slice(0, this.named) + ".js", called).then(function (given) { return given[0]; })
        : Promise.resolve({});
    }
    return this.shards[number];
  };

  // A term is a run of characters that must stand so in a title or a text: pairs and words cover it, each at its place, from
  // left to right in each segment. With a pair is covered what is known to follow it everywhere there.
  Index.prototype.term = function (term, mark, segments) {
    var index = this, characters = Array.from(term), length = characters.length, words = [], pairs = [], at = 0;
    var han = characters.map(function (one) { return HAN.test(one); });
    var states = segments.map(function (segment) { return { segment: segment, at: 0, found: null }; });
    (term.match(PIECES) || []).forEach(function (piece) {
      var end = at + Array.from(piece).length;
      if (!han[at]) words[at] = { at: at, key: piece.slice(0, LONGEST), end: end, word: true, begins: piece.length > 1 && end === length };
      at = end;
    });
    han.forEach(function (is, at) {
      if (at + 1 === length ? length === 1 && is : is || han[at + 1]) {
        pairs[at] = { at: at, key: characters.slice(at, at + 2).join(""), end: han[at + 1] ? at + 2 : at + 1 };
      }
    });
    // The pair that begins at a place or the one before, whichever is the smaller file; a word stands for itself.
    function next(at) {
      var own = words[at] || pairs[at], before = !words[at] && pairs[at - 1];
      return before && (!own || index.cost(before.key) < index.cost(own.key)) ? before : own;
    }
    function step() {
      var asked = new Map();
      states.forEach(function (state) {
        if (state.at >= length || state.found && !state.found.size) return;
        var piece = next(state.at);
        if (!asked.has(piece)) asked.set(piece, []);
        asked.get(piece).push(state);
      });
      if (!asked.size) return Promise.resolve(states);
      return Promise.all(Array.from(asked, function (row) {
        return index.shard(row[0].key).then(function (shard) {
          row[1].forEach(function (state) { take(state, row[0], shard[state.segment.name] || {}); });
        });
      })).then(step);
    }
    function take(state, piece, keys) {
      var own = mark + piece.key, found = new Map(), rest = characters.slice(piece.at + 2);
      state.at = piece.end;
      (piece.begins ? Object.keys(keys) : [own]).forEach(function (name) {
        if (piece.begins ? name.slice(0, own.length) !== own : !Object.prototype.hasOwnProperty.call(keys, name)) return;
        var groups = keys[name].match(GROUPS).map(function (group) {
          var following = group.match(FOLLOWING)[0];
          return { following: Array.from(following), block: group.slice(following.length) };
        });
        // Which places fit what the term has behind the pair: those before the same character, or else all that stand apart.
        var same = groups.filter(function (group) { return group.following[0] === (rest[0] || ""); });
        if (rest.length && !piece.word) groups = same.length ? same : groups.filter(function (group) { return !group.following.length; });
        groups.forEach(function (group) {
          var as = 0;
          while (as < rest.length && as < group.following.length && rest[as] === group.following[as]) as++;
          if (as < rest.length && as < group.following.length) return;
          if (as) state.at = piece.at + 2 + as;
          places(group.block, piece.word || Array.from(piece.key).length > 1).forEach(function (place) {
            var begin = place - piece.at, before = state.found ? state.found.get(begin) : begin >= 0;
            if (before || before === false && state.found) found.set(begin, name === own && before || Boolean(found.get(begin)));
          });
        });
      });
      state.found = found;
    }
    // A segment that lacks a pair in a file that is here already needs no other file.
    var here = pairs.filter(function (piece) { return !index.cost(piece.key); });
    return Promise.all(here.map(function (piece) { return index.shard(piece.key); })).then(function (shards) {
      states = states.filter(function (state) {
        return here.every(function (piece, at) { return mark + piece.key in (shards[at][state.segment.name] || {}); });
      });
      return step();
    });
  };

  // The documents that hold every term, with a score each: in the title, at its beginning, as a whole word.
  Index.prototype.find = function (query, sites) {
    var index = this, terms = Array.from(new Set(this.folder.fold(query).match(RUNS) || []));
    return this.open().then(function () {
      var segments = index.segments.filter(function (segment) { return !sites || sites.indexOf(segment.site) >= 0; });
      return Promise.all(terms.map(function (term) {
        var scores = new Map();
        function score(states, inTitle) {
          states.forEach(function (state) {
            (state.found || new Map()).forEach(function (whole, place) {
              var number = state.segment.start + Math.floor(place / PLACE);
              var score = (inTitle ? 4 : 0) + (whole ? 1 : 0) + (inTitle && place % PLACE === 0 && term.length > 1 ? 2 : 0);
              scores.set(number, Math.max(scores.get(number) || 0, score));
            });
          });
        }
        return index.term(term, "", segments).then(function (states) {
          score(states, false);
          return index.term(term, TITLE, segments); // most of it is there already
        }).then(function (states) {
          score(states, true);
          return scores;
        });
      }));
    }).then(function (all) {
      var found = [];
      if (!all.length) return { terms: terms, found: found };
      all[0].forEach(function (score, number) {
        if (all.every(function (scores) { return scores.has(number); })) {
          var document = index.document(number);
          if (document.kind === GONE) return;
          document.score = all.reduce(function (sum, scores) { return sum + scores.get(number); }, 0);
          found.push(document);
        }
      });
      found.sort(function (a, b) { return b.score - a.score || b.day - a.day || a.number - b.number; });
      return { terms: terms, found: found };
    });
  };
  Index.prototype.document = function (number) {
    var low = 0, high = this.segments.length - 1;
    while (low < high) {
      var middle = low + high + 1 >> 1;
      if (this.segments[middle].start <= number) low = middle; else high = middle - 1;
    }
    var segment = this.segments[low], inner = number - segment.start;
    var day = segment.days[inner];
    return { number: number, segment: segment, inner: inner, day: day, kind: segment.kinds[inner], label: segment.labels[segment.kinds[inner]],
      year: day ? new Date((day - 719163) * 86400000).getUTCFullYear() : 0 };
  };
  Index.prototype.text = function (document) {
    var segment = document.segment, number = 0, first = 0;
    while (document.inner >= first + (segment.files[number] || 1)) first += segment.files[number++] || 1;
    var name = segment.name + "-" + number;
    if (!segment.texts[number]) {
      segment.texts[number] = load(this.root + segment.base + "search/texts-" + segment.part + "-" + number + ".js?" + segment.version, name);
    }
    return segment.texts[number].then(function (given) { return given[0][document.inner - first]; });
  };
  Index.prototype.traditional = function (address) {
    var folder = this.folder;
    if (!this.learnt) this.learnt = load(address, "traditional").then(function (given) { folder.learn(given[0], given[1]); });
    return this.learnt;
  };

  // Where the terms stand in a written text: [start, end] of each place, in the characters of the text.
  Index.prototype.marks = function (text, terms) {
    var folder = this.folder, from = [], plain = [], characters = Array.from(text.normalize("NFC")), found = [];
    characters.forEach(function (character, at) {
      Array.from(folder.character(character)).forEach(function (one) { plain.push(one); from.push(at); });
    });
    var whole = plain.join(""), places = [];
    plain.forEach(function (one, at) { for (var unit = 0; unit < one.length; unit++) places.push(at); });
    terms.forEach(function (term) {
      for (var at = whole.indexOf(term); at >= 0; at = whole.indexOf(term, at + term.length)) {
        if (at && LETTER.test(term[0]) && LETTER.test(whole[at - 1])) continue;
        found.push([from[places[at]], from[places[at + term.length - 1]] + 1]);
      }
    });
    found.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    return { characters: characters, marks: found };
  };

  // The page.
  var AROUND = 30, EXCERPT = 110, AT_ONCE = 10;

  function element(name, kind, text) {
    var made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    return made;
  }
  // A part of a text with <mark> around what was found; only text nodes are made.
  function marked(place, seen, start, end) {
    var at = start;
    seen.marks.forEach(function (mark) {
      var begin = Math.max(mark[0], at), stop = Math.min(mark[1], end);
      if (begin >= stop) return;
      place.append(seen.characters.slice(at, begin).join(""), element("mark", "", seen.characters.slice(begin, stop).join("")));
      at = stop;
    });
    place.append(seen.characters.slice(at, end).join(""));
  }
  function excerpt(place, seen) {
    var first = seen.marks.length ? seen.marks[0][0] : 0, start = Math.max(0, first - AROUND);
    var end = Math.min(seen.characters.length, start + EXCERPT);
    if (start) place.append("…");
    marked(place, seen, start, end);
    if (end < seen.characters.length) place.append("…");
  }
  function SearchPage(place) {
    this.place = place;
    this.index = new Index(place.dataset.index, place.dataset.index + "../../"); // results may lead to other forms of pages
    this.form = place.querySelector("form");
    this.box = this.form.querySelector("[type=search]");
    ["status", "list", "facets", "more", "none", "start"].forEach(function (name) {
      this[name] = place.querySelector("[data-" + name + "]");
    }, this);
    this.groups = this.facets.querySelector(".facets");
    this.facets.open = matchMedia("(min-width: 47.6em)").matches;
    this.turn = 0;
  }
  SearchPage.prototype.begin = function () {
    var page = this, timer = 0;
    function typed() { clearTimeout(timer); timer = setTimeout(function () { page.asked(true); }, 250); }
    this.box.addEventListener("input", typed);
    this.form.addEventListener("change", function (event) { if (event.target !== page.box) page.asked(false); });
    this.form.addEventListener("submit", function (event) { event.preventDefault(); clearTimeout(timer); page.asked(false); });
    this.more.addEventListener("click", function () { page.show(page.shown.length); });
    addEventListener("popstate", function () { page.take(); });
    this.place.addEventListener("keydown", function (event) { page.key(event); });
    this.take();
  };
  // What the address asks for.
  SearchPage.prototype.take = function () {
    var asked = new URLSearchParams(location.search), scope = asked.get("scope") || this.place.dataset.scope;
    this.box.value = asked.get("q") || "";
    this.chosen = { site: asked.get("site") || "", kind: asked.get("kind") || "", year: asked.get("year") || "" };
    this.form.querySelectorAll("[name=scope]").forEach(function (choice) { choice.checked = choice.value === scope; });
    this.find();
  };
  SearchPage.prototype.scope = function () {
    var choice = this.form.querySelector("[name=scope]:checked");
    return choice ? choice.value : this.place.dataset.scope;
  };
  SearchPage.prototype.asked = function (typing) {
    if (!typing) this.box.value = this.box.value.trim();
    this.chosen = { site: "", kind: "", year: "" };
    this.note(typing);
    this.find();
  };
  SearchPage.prototype.note = function (replacing) {
    var told = new URLSearchParams(), query = this.box.value.trim();
    if (query) told.set("q", query);
    if (this.scope() !== this.place.dataset.scope) told.set("scope", this.scope());
    Object.keys(this.chosen).forEach(function (name) { if (this.chosen[name]) told.set(name, this.chosen[name]); }, this);
    var address = location.pathname + (String(told) ? "?" + told : "");
    if (address !== location.pathname + location.search) history[replacing ? "replaceState" : "pushState"](null, "", address);
  };
  SearchPage.prototype.find = function () {
    var page = this, turn = ++this.turn, query = this.box.value.trim();
    if (!query) return this.empty();
    this.status.textContent = _("正在搜索…");
    var sites = this.scope() === "site" ? [this.place.dataset.site] : null;
    function ask() { return page.index.find(query, sites); }
    function again() { page.index.renew(); return ask(); }
    return ask().catch(again).then(function (answer) {
      if (answer.found.length || !HAN.test(query) || page.index.folder.simplified.size) return answer;
      return page.index.traditional(page.place.dataset.traditional).then(ask);
    }).then(function (answer) {
      if (turn === page.turn) page.answer(query, answer);
    }, function () {
      if (turn === page.turn) page.status.textContent = _("搜索的资料没有取到；请检查网络，再试一次。");
    });
  };
  SearchPage.prototype.empty = function () {
    this.status.textContent = "";
    this.list.replaceChildren();
    this.facets.hidden = this.more.hidden = this.none.hidden = true;
    this.start.hidden = false;
  };
  SearchPage.prototype.answer = function (query, answer) {
    this.terms = answer.terms;
    this.all = answer.found;
    this.start.hidden = true;
    this.narrow();
  };
  var FACETS = [
    ["site", _("组织"), function (found) { return found.segment.site; }, function (found) { return found.segment.title; }],
    ["kind", _("栏目"), function (found) { return found.label; }, function (found) { return found.label; }],
    ["year", _("年份"), function (found) { return String(found.year || ""); }, function (found) { return _("%(year)s 年", { year: found.year }); }]
  ];
  SearchPage.prototype.narrow = function () {
    var page = this;
    function fits(found, except) {
      return FACETS.every(function (facet) {
        var chosen = page.chosen[facet[0]];
        return facet[0] === except || !chosen || facet[2](found) === chosen;
      });
    }
    this.shown = [];
    this.hits = this.all.filter(function (found) { return fits(found, ""); });
    this.list.replaceChildren();
    this.groups.replaceChildren();
    FACETS.forEach(function (facet) {
      var counts = new Map();
      page.all.forEach(function (found) {
        var value = facet[2](found);
        if (!value || !fits(found, facet[0])) return;
        if (!counts.has(value)) counts.set(value, { value: value, label: facet[3](found), count: 0 });
        counts.get(value).count += 1;
      });
      var chosen = page.chosen[facet[0]];
      if (counts.size > 1 || chosen) page.groups.append(page.facet(facet, Array.from(counts.values()), chosen));
    });
    this.facets.hidden = !this.groups.children.length;
    this.none.hidden = this.hits.length > 0;
    this.status.textContent = this.hits.length ? _("找到 %(count)s 篇", { count: this.hits.length.toLocaleString("en") }) : _("没有找到“%(query)s”", { query: this.box.value.trim() });
    this.show(0);
  };
  SearchPage.prototype.facet = function (facet, rows, chosen) {
    var page = this, made = element("div", "facet"), list = element("ul"), name = facet[0];
    rows.sort(name === "year" ? function (a, b) { return b.value - a.value; } : function (a, b) { return b.count - a.count || (a.label < b.label ? -1 : 1); });
    var most = 12, shut = rows.slice(most);
    function choice(row) {
      var item = element("li"), button = element("button", "", row.label + " ");
      button.type = "button";
      button.value = row.value;
      button.append(element("small", "", row.count.toLocaleString("en")));
      button.setAttribute("aria-pressed", String(row.value === chosen));
      button.addEventListener("click", function () {
        page.chosen[name] = row.value === chosen ? "" : row.value;
        page.note(false);
        page.narrow();
        var now = Array.from(page.groups.querySelectorAll('[data-facet="' + name + '"] button'));
        var again = now.find(function (one) { return one.value === row.value; }) || now[0];
        if (again) again.focus();
      });
      item.append(button);
      return item;
    }
    made.dataset.facet = name;
    rows.slice(0, most).forEach(function (row) { list.append(choice(row)); });
    made.append(element("h2", "", facet[1]), list);
    if (shut.length) {
      var fold = element("details"), inner = element("ul");
      fold.append(element("summary", "", _("其余 %(count)s 项", { count: shut.length })), inner);
      shut.forEach(function (row) { inner.append(choice(row)); });
      fold.open = shut.some(function (row) { return row.value === chosen; });
      made.append(fold);
    }
    return made;
  };
  // The next rows; their texts are fetched when they come into view.
  SearchPage.prototype.show = function (from) {
    var page = this, turn = this.turn;
    var watch = new IntersectionObserver(function (seen) {
      seen.forEach(function (one) {
        if (!one.isIntersecting) return;
        watch.unobserve(one.target);
        page.fill(one.target, page.shown[one.target.dataset.number], turn);
      });
    }, { rootMargin: "0px 0px 200px" });
    this.hits.slice(from, from + AT_ONCE).forEach(function (found) {
      var row = element("li", "result");
      row.dataset.number = page.shown.push(found) - 1;
      page.list.append(row);
      watch.observe(row);
    });
    this.more.hidden = this.shown.length >= this.hits.length;
  };
  SearchPage.prototype.fill = function (row, found, turn) {
    var page = this, index = this.index;
    function draw(told) {
      if (!told || turn !== page.turn || row.firstChild) return;
      var title = index.marks(told[2], page.terms), text = index.marks(told[5], page.terms);
      var link = element("a", "result-title"), about = element("p", "dotted meta"), words = element("p", "result-text");
      link.href = page.href(found.segment, told[1]);
      marked(link, title, 0, title.characters.length);
      about.append(element("span", "", found.segment.title), element("span", "", told[3]));
      if (told[4]) about.append(element("time", "", told[4]));
      excerpt(words, text);
      row.append(link, about, words);
    }
    index.text(found).then(draw, function () { row.textContent = _("这一篇没有取到。"); });
  };
  SearchPage.prototype.href = function (segment, address) {
    var whole = segment.url ? segment.url.replace(/\/?$/, "/") + address.slice(segment.base.length) : "";
    if (whole && !this.place.dataset.alone) return whole;
    return this.place.dataset.root + (whole ? address.slice(segment.base.length) : address) + (location.protocol === "file:" ? "index.html" : "");
  };
  SearchPage.prototype.key = function (event) {
    var links = Array.from(this.list.querySelectorAll("a")), at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      if (at >= 0) this.box.focus(); else if (document.activeElement === this.box && this.box.value) { this.box.value = ""; this.asked(false); }
      event.preventDefault();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (at >= 0 || document.activeElement === this.box)) {
      var to = at + (event.key === "ArrowDown" ? 1 : -1);
      if (to < 0) this.box.focus(); else if (links[to]) links[to].focus();
      event.preventDefault();
    }
  };

  window.zhibuIndex = Index;
  document.querySelectorAll("[data-search]").forEach(function (place) { new SearchPage(place).begin(); });
})();
