// What scripts say, in the language of the page: `say(text)`, or with values in the places of `{names}`: `say(text, values)`. English is in the code.
(function () {
  "use strict";
  const told = document.getElementById("words");
  const words = told ? JSON.parse(told.textContent) : { texts: {} };
  window.say = function (text, values) {
    const said = words.texts[text] || text;
    return values ? said.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? values[name] : whole; }) : said;
  };
  window.locale = told ? words : null; // assets/charts.js gives it to plotly
})();
