// What the browser does by itself: the theme before the first paint, pickers that search and close, the rail on a phone.
(function () {
  "use strict";
  const root = document.documentElement;

  // What somebody chose by the button; until they do, the theme is that of their system.
  const CHOSEN = "theme-chosen";
  function chosen() {
    try { return localStorage.getItem(CHOSEN); } catch (error) { return null; }
  }
  function choose(theme) {
    try { localStorage.setItem(CHOSEN, theme); } catch (error) { /* it holds for this page */ }
  }
  function preferred() {
    return chosen() || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }
  root.setAttribute("data-bs-theme", preferred());

  // Called by Dash: the button's clicks and the stored theme -> the theme that panels draw with, and whether narrow.
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    regulars: {
      theme: function (clicks, current) {
        const theme = clicks ? ((current || preferred()) === "dark" ? "light" : "dark") : preferred();
        if (clicks) choose(theme);
        root.setAttribute("data-bs-theme", theme);
        return [theme, matchMedia("(max-width: 600px)").matches];
      },
      filterBar: function (filters) {
        if (filters && filters.idle) return "filter-bar idle"; // nothing to filter
        return filters && filters.search ? "filter-bar filtered" : "filter-bar";
      },
    },
  });

  // A page left open after its session ended hears 401 and where to sign in: it goes there, and comes back here.
  const ask = window.fetch;
  window.fetch = function () {
    return ask.apply(this, arguments).then(function (answer) {
      const door = answer.status === 401 && answer.headers.get("X-Sign-In");
      if (!door) return answer;
      location.assign(door + "&next=" + encodeURIComponent(location.pathname + location.search));
      return new Promise(function () {}); // nobody waits for it any more
    });
  };

  function openPickers() { return document.querySelectorAll("details.picker[open]"); }

  document.addEventListener("click", function (event) {
    openPickers().forEach(function (picker) { if (!picker.contains(event.target)) picker.removeAttribute("open"); });
    const rail = document.getElementById("rail");
    if (event.target.closest("#rail-toggle")) {
      const open = rail.classList.toggle("open");
      document.getElementById("rail-toggle").setAttribute("aria-expanded", String(open));
    } else if (event.target.closest("#filter-more")) {
      const more = document.getElementById("filter-more");
      more.setAttribute("aria-expanded", String(more.getAttribute("aria-expanded") !== "true"));
    } else if (event.target.closest("#theme-toggle") && !document.getElementById("react-entry-point")) {
      const theme = preferred() === "dark" ? "light" : "dark"; // on forms, where Dash is not
      choose(theme);
      root.setAttribute("data-bs-theme", theme);
    } else if (rail && event.target.closest("#rail-links a")) {
      rail.classList.remove("open");
      document.getElementById("rail-toggle").setAttribute("aria-expanded", "false");
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    openPickers().forEach(function (picker) {
      picker.removeAttribute("open");
      picker.querySelector("summary").focus();
    });
  });
  // In a picker: what is typed narrows the list, Enter ticks the first that is left, and typing goes on.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("details.picker input[type=search]")) return;
    event.preventDefault();
    const first = event.target.value.trim() && event.target.closest("details").querySelector(".form-check:not(.hidden) input");
    if (first) first.click();
    event.target.select();
  });
  document.addEventListener("toggle", function (event) {
    if (event.target.matches && event.target.matches("details.picker") && event.target.open) {
      event.target.querySelector("input[type=search]").focus();
    }
  }, true);
  document.addEventListener("input", function (event) {
    if (!event.target.matches("details.picker input[type=search]")) return;
    const wanted = event.target.value.trim().toLowerCase();
    event.target.closest("details").querySelectorAll(".form-check").forEach(function (entry) {
      entry.classList.toggle("hidden", !entry.textContent.toLowerCase().includes(wanted));
    });
  });
})();
