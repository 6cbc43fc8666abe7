// Charts are drawn as they come near, one at a time, so that a click is heard in between; before a page is printed, all are.
(function () {
  "use strict";
  const address = document.documentElement.dataset.plotly;
  if (!address) return; // a form, where Dash is not
  const NEAR = "400px 0px"; // beyond the edge of the window

  // Dash would load all of plotly.js, late and by an address without a fingerprint, unless it is there or promised: our
  // bundle, which the page names, is on its way from now on.
  let plotly, arrived;
  const promised = new Promise(function (done, failed) {
    arrived = done;
    const script = document.createElement("script");
    script.src = address;
    script.onerror = failed;
    document.head.append(script);
  });
  promised.catch(function () {}); // who waits for it hears of it

  const waiting = new Map(); // place -> what lets it be drawn
  let hurries = false; // while printing nobody clicks, and what is not drawn by then is missing on paper
  let turn = Promise.resolve(), wake = function () {};

  function release(place) {
    const go = waiting.get(place);
    near.unobserve(place);
    waiting.delete(place);
    if (go) go();
  }

  const near = new IntersectionObserver(function (seen) {
    seen.forEach(function (one) { if (one.isIntersecting || !one.target.isConnected) release(one.target); });
  }, { rootMargin: NEAR });

  function comesNear(place) {
    if (hurries) return Promise.resolve();
    return new Promise(function (go) {
      waiting.set(place, go);
      near.observe(place);
    });
  }

  // Rows and clicks first; Safari knows no idleness.
  const idle = window.requestIdleCallback || function (go) { setTimeout(go, 30); };

  function pause() {
    if (hurries) return Promise.resolve();
    return new Promise(function (go) {
      wake = go;
      idle(go, { timeout: 300 });
    });
  }

  function told(place) { // assets/marks.js waits for it
    return function (drawn) {
      place.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
      return drawn;
    };
  }

  function inTurn(place, draw) {
    const own = turn.then(pause).then(function () { return place.isConnected ? draw() : place; }); // else its page has gone
    turn = own.catch(function () {});
    return own;
  }

  // On paper everything stands in one column of its own width (assets/css/paper.css), in the light theme; plotly.js draws
  // for pixels, so that charts are brought to that width and back, and tables that are wider are made smaller. Only a real
  // print is that: tests merely hurry.
  const root = document.documentElement;
  let theme = "";

  function fit(place, wanted) { place.style.zoom = wanted && wanted < 0.995 ? wanted : ""; }

  function resize(onPaper) {
    document.querySelectorAll(".js-plotly-plot").forEach(function (place) {
      if (!place.layout || !place.offsetParent) return;
      const moves = place.data.some(function (one) { return one.type === "sankey"; }); // for half a second
      if (moves) fit(place, onPaper && place.parentNode.clientWidth / place._fullLayout.width);
      else plotly.relayout(place, onPaper ? { autosize: false, width: place.clientWidth } : { autosize: true, width: null });
    });
    document.querySelectorAll(".table-scroll").forEach(function (place) {
      fit(place, onPaper && place.clientWidth / place.scrollWidth);
    });
  }

  addEventListener("beforeprint", function (event) {
    hurries = true;
    wake();
    Array.from(waiting.keys()).forEach(release);
    if (!event.isTrusted || !plotly) return;
    theme = root.getAttribute("data-bs-theme");
    root.classList.add("on-paper");
    root.classList.toggle("was-dark", theme === "dark");
    root.setAttribute("data-bs-theme", "light");
    resize(true);
  });
  addEventListener("afterprint", function (event) {
    hurries = false;
    if (!event.isTrusted || !theme) return;
    root.classList.remove("on-paper", "was-dark");
    root.setAttribute("data-bs-theme", theme);
    theme = "";
    resize(false);
  });

  // Dash's graphs draw, and draw anew, by `Plotly.react`, and wait for it.
  Object.defineProperty(window, "Plotly", {
    get: function () { return plotly || promised; },
    set: function (loaded) {
      if (window.locale) { // how the language of the page writes days and numbers: assets/words.js
        const own = Object.assign({ date: "%d.%m.%Y", grouping: [3], currency: ["", ""] }, window.locale);
        loaded.register({ moduleType: "locale", name: own.language, dictionary: {}, format: own });
        loaded.setPlotConfig({ locale: own.language });
      }
      const react = loaded.react;
      loaded.react = function (place) {
        const given = arguments;
        return comesNear(place).then(function () {
          return inTurn(place, function () { return react.apply(loaded, given).then(told(place)); });
        });
      };
      plotly = loaded;
      arrived();
    },
  });
})();
