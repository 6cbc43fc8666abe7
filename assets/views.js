// At the head of every page: its address to pass on, and a form that keeps the view under a name.
(function () {
  "use strict";
  const BASE = document.documentElement.dataset.base, STAYS = 6000;
  let box = null, timer = 0, opener = null;

  function told() { return document.getElementById("view-told"); }
  function tell(text) {
    window.dash_clientside.set_props("view-told", { children: text });
  }

  // What was told goes by itself.
  let watched = null;
  function watch() {
    if (watched === told()) return;
    watched = told();
    new MutationObserver(function () {
      clearTimeout(timer);
      if (watched.textContent) timer = setTimeout(function () { tell(""); }, STAYS);
    }).observe(watched, { childList: true, subtree: true, characterData: true });
  }

  async function copy() {
    const address = location.href;
    try {
      await navigator.clipboard.writeText(address);
      tell(say("The link is copied. It shows this view, with its filters."));
    } catch (error) { // without leave, or on a page that is not served safely
      const field = document.createElement("textarea");
      field.value = address;
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      tell(done ? say("The link is copied. It shows this view, with its filters.") : say("Copy the address of this page: {address}", { address: address }));
    }
  }

  function build() {
    box = document.createElement("dialog");
    box.id = "view-keeper";
    box.className = "chart-dialog view-keeper";
    box.setAttribute("aria-labelledby", "view-keeper-title");
    box.innerHTML = '<form method="dialog" class="chart-dialog-frame asking-form"><h2 class="card-title" id="view-keeper-title">Keep this view</h2>' +
      '<p class="card-note">The page with all its filters, found again under Find and Saved views.</p>' +
      '<label class="field"><span>Name</span><input name="name" class="form-control" maxlength="80" required autocomplete="off"></label>' +
      '<label class="view-shared"><input type="checkbox" name="shared" class="form-check-input"> <span>Share it with everybody here; each sees what they may see</span></label>' +
      '<div class="form-row"><button type="submit" class="button primary" value="keep">Keep</button><button type="button" class="button quiet">Cancel</button></div></form>';
    document.body.append(box);
    box.querySelector("button[type=button]").addEventListener("click", function () { box.close(); });
    box.addEventListener("click", function (event) { if (event.target === box) box.close(); });
    box.addEventListener("close", function () { if (opener) opener.focus(); });
    box.querySelector("form").addEventListener("submit", function () {
      const form = box.querySelector("form"), path = location.pathname.slice(BASE.length) || "/";
      const fields = { name: form.elements.name.value, shared: form.elements.shared.checked ? "yes" : "" };
      window.dash_clientside.set_props("view-asked", { data: { act: "keep", fields: fields, address: path + location.search, at: Date.now() } });
    });
  }

  // What the view is called unless somebody says otherwise: its title, and what the filter bar says.
  function suggestion() {
    const title = document.querySelector("#page h1"), chosen = document.querySelectorAll("#filter-bar .chosen");
    return [title ? title.innerText : "", ...[...chosen].map(function (one) { return one.innerText; })].filter(Boolean).join(", ").slice(0, 80);
  }

  document.addEventListener("click", function (event) {
    if (event.target.closest(".view-copy, .view-keep")) watch();
    if (event.target.closest(".view-copy")) copy();
    const button = event.target.closest(".view-keep");
    if (!button) return;
    if (!box) build();
    opener = button;
    const form = box.querySelector("form");
    form.reset();
    form.elements.name.value = suggestion();
    box.showModal();
    form.elements.name.select();
  });
})();
