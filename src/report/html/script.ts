/**
 * The page's only script: a filter over tables and connections, and opening what a link leads into. The
 * page reads the same without it.
 */
export const SCRIPT = `
(function () {
  var box = document.getElementById('filter');
  box.parentElement.hidden = false;
  var parts = document.querySelectorAll('[data-filter], .connection');
  box.addEventListener('input', function () {
    var words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
    parts.forEach(function (part) {
      var text = part.textContent.toLowerCase();
      part.hidden = !words.every(function (word) { return text.includes(word); });
    });
  });
  function open() {
    var at = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var up = at; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true;
    if (at) at.scrollIntoView();
  }
  addEventListener('hashchange', open);
  addEventListener('beforeprint', function () {
    document.querySelectorAll('details.finding').forEach(function (part) { part.open = true; });
  });
  if (location.hash) open();
})();
`;
