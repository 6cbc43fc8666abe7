// The chips of what a view is narrowed to: one click takes one away, Escape the one that came last.
(function () {
  "use strict";
  const OPEN = "details.picker[open], dialog[open], .modal.show, :popover-open"; // where Escape closes something
  let keys = []; // of the chips, the latest last

  function row() { return document.getElementById("chips"); }
  function chips() { return Array.from(document.querySelectorAll("#chips [data-key]")); }

  function take(chip) {
    const held = row().contains(document.activeElement);
    window.dash_clientside.set_props("url", { search: chip.dataset.search === "?" ? "" : chip.dataset.search });
    if (!held) return;
    const others = chips().filter(function (one) { return one !== chip; });
    (others[0] || document.getElementById("page")).focus({ preventScroll: true }); // it goes, and the keyboard stays
  }

  document.addEventListener("click", function (event) {
    const chip = event.target.closest("#chips [data-search]");
    if (chip) take(chip);
  });
  document.addEventListener("keydown", function (event) {
    const typing = event.target.matches && event.target.matches("input, select, textarea, [contenteditable]");
    if (event.key !== "Escape" || typing || document.fullscreenElement || document.querySelector(OPEN)) return;
    const latest = chips().find(function (one) { return one.dataset.key === keys[keys.length - 1]; });
    if (latest) take(latest);
  }, true);

  function noticed() {
    const there = chips().map(function (one) { return one.dataset.key; });
    keys = keys.filter(function (one) { return there.includes(one); });
    keys = keys.concat(there.filter(function (one) { return !keys.includes(one); }));
  }

  const whole = new MutationObserver(function () {
    if (!row()) return;
    whole.disconnect();
    noticed();
    new MutationObserver(noticed).observe(row(), { childList: true, subtree: true });
  });
  whole.observe(document.documentElement, { childList: true, subtree: true });
})();
