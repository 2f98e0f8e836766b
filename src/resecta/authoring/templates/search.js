// Hides every part whose text does not hold all words that are typed; the counts of the chapters follow, and those with a hit unfold.
// Without a script the page is complete: chapters still fold, only the box is missing.
(function () {
  "use strict";
  var chapters = Array.prototype.slice.call(document.querySelectorAll(".kind"));
  function unfold(all) { chapters.forEach(function (chapter) { if (all || chapter.querySelector(":target")) { chapter.open = true; } }); }
  window.addEventListener("hashchange", function () {
    var to = document.getElementById(location.hash.slice(1));
    unfold(false);
    if (to) { if (to.classList.contains("kind")) { to.open = true; } to.scrollIntoView(); }
  });
  window.addEventListener("beforeprint", function () { unfold(true); });
  var box = document.getElementById("search");
  if (!box) { return; }
  var query = document.getElementById("query");
  var found = document.getElementById("found");
  var parts = Array.prototype.slice.call(document.querySelectorAll(".kind > :not(summary)"));
  var texts = parts.map(function (part) { return part.textContent.toLowerCase(); });
  box.hidden = false;
  query.addEventListener("input", function () {
    var words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    var count = 0;
    parts.forEach(function (part, index) {
      part.hidden = !words.every(function (word) { return texts[index].indexOf(word) >= 0; });
      count += part.hidden ? 0 : 1;
    });
    chapters.forEach(function (chapter, index) {
      var all = chapter.children.length - 1;
      var left = chapter.querySelectorAll(":scope > :not(summary, [hidden])").length;
      chapter.hidden = !left;
      chapter.open = words.length ? left > 0 : index === 0;
      document.querySelectorAll('.count[data-kind="' + chapter.id + '"]').forEach(function (one) {
        one.textContent = words.length ? left + " of " + all : String(all);
      });
    });
    found.textContent = words.length ? count + (count === 1 ? " part" : " parts") : "";
  });
})();
