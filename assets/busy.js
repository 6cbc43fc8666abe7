// A busy dashboard, or one whose database is away, answers 503 and says when to come again: come again by ourselves, and say so meanwhile.
(function () {
  "use strict";
  const MOST = 6; // times that one question is asked
  const BUSY = {
    words: say("Many people are using the dashboard. Trying again…"),
    givenUp: say("The dashboard is too busy just now. Please load the page again in a minute."),
  };
  const AWAY = {
    words: say("The database does not answer just now. Trying again…"),
    givenUp: say("The database does not answer. Please load the page again in a minute, or tell who runs it."),
  };
  let waiting = 0;
  let why = BUSY;
  let hasGivenUp = false;

  function tell() {
    let place = document.getElementById("busy");
    if (!place) {
      place = document.createElement("div");
      place.id = "busy";
      place.className = "busy";
      place.setAttribute("role", "status");
      document.body.append(place);
    }
    place.textContent = hasGivenUp ? why.givenUp : why.words;
    place.hidden = !waiting && !hasGivenUp;
  }

  function pause(answer) {
    const seconds = Number(answer.headers.get("Retry-After")) || 3;
    return new Promise(function (done) { setTimeout(done, 1000 * seconds * (0.5 + Math.random())); }); // not all at once
  }

  const ask = window.fetch;
  window.fetch = function (what) {
    const given = arguments;
    const again = typeof what === "string" && what.includes("_dash-update-component") ? MOST : 1;
    async function attempt(left) {
      const answer = await ask.apply(window, given);
      if (answer.status !== 503 || !answer.headers.has("Retry-After")) return answer;
      why = answer.headers.has("X-Away") ? AWAY : BUSY;
      if (left <= 1) {
        hasGivenUp = hasGivenUp || again > 1;
        return answer;
      }
      waiting += 1;
      tell();
      await pause(answer);
      waiting -= 1;
      return attempt(left - 1);
    }
    return attempt(again).finally(function () { if (document.getElementById("busy") || hasGivenUp) tell(); });
  };
})();
