/*
 * Runs before the first paint. Sets the theme and the language that were chosen on this device, and
 * whether someone was signed in here, so that neither the wrong colours nor the wrong words nor the
 * wrong room flash up.
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

  /* The languages of src/words/language.ts. The pages are built in the first of them. */
  var LANGUAGES = ["en", "de"];

  function language() {
    var asked = [read("hearth:language")].concat(navigator.languages).map(function (tag) {
      return String(tag).split("-")[0];
    });
    return (
      asked.find(function (tag) {
        return LANGUAGES.includes(tag);
      }) || LANGUAGES[0]
    );
  }

  root.lang = language();
  if (root.lang !== LANGUAGES[0]) {
    root.dataset.words = "coming";
    addEventListener("DOMContentLoaded", function () {
      var manifest = document.querySelector("link[rel=manifest]");
      if (manifest) manifest.href = "/manifest." + root.lang + ".webmanifest";
    });
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
