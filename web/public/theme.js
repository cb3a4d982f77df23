/*
 * Runs before the first paint. Sets the theme that was chosen on this device, and whether someone
 * was signed in here, so that neither the wrong colours nor the wrong room flash up.
 */
(function () {
  var root = document.documentElement;
  var dark = matchMedia("(prefers-color-scheme: dark)");
  var PAPER = { light: "#fcfaf6", dark: "#151210" };

  function read(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  function apply() {
    var chosen = read("hearth:theme");
    var theme = chosen === "light" || chosen === "dark" ? chosen : dark.matches ? "dark" : "light";
    root.dataset.theme = theme;
    document.querySelectorAll('meta[name="theme-color"]').forEach(function (meta) {
      meta.content = PAPER[theme];
    });
  }

  if (read("hearth:session") === "in") root.dataset.session = "in";
  apply();
  dark.addEventListener("change", apply);
  addEventListener("storage", apply);
  addEventListener("hearth:theme", apply);
  addEventListener("DOMContentLoaded", apply);
})();
