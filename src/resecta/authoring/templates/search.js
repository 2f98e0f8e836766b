// Hides every part whose text does not hold all words that are typed. Without a script the page is complete; only the box is missing.
(function () {
  "use strict";
  var box = document.getElementById("search");
  var query = document.getElementById("query");
  var found = document.getElementById("found");
  var parts = Array.prototype.slice.call(document.querySelectorAll(".part"));
  var texts = parts.map(function (part) { return part.textContent.toLowerCase(); });
  var kinds = Array.prototype.slice.call(document.querySelectorAll(".kind"));
  box.hidden = false;
  query.addEventListener("input", function () {
    var words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    var count = 0;
    parts.forEach(function (part, index) {
      var holds = words.every(function (word) { return texts[index].indexOf(word) >= 0; });
      part.hidden = !holds;
      count += holds ? 1 : 0;
    });
    kinds.forEach(function (kind) { kind.hidden = !kind.querySelector(".part:not([hidden])"); });
    found.textContent = words.length ? count + (count === 1 ? " part" : " parts") : "";
  });
})();
