// A button beside each password of our forms that shows what was typed, until it is sent.
(function () {
  "use strict";

  function give(field) {
    const button = document.createElement("button");
    const frame = document.createElement("div");
    frame.className = "password-field";
    button.type = "button";
    button.className = "password-show";
    button.setAttribute("aria-controls", field.id);
    field.replaceWith(frame);
    frame.append(field, button);

    function show(isShown) {
      field.type = isShown ? "text" : "password";
      button.textContent = isShown ? say("Hide") : say("Show");
      button.setAttribute("aria-label", (isShown ? say("Hide: {field}", { field: field.labels[0].textContent }) : say("Show: {field}", { field: field.labels[0].textContent })));
    }
    show(false);
    button.addEventListener("click", function () { show(field.type === "password"); });
    field.form.addEventListener("submit", function () { show(false); });
  }

  document.addEventListener("DOMContentLoaded", function () {
    const isTyped = document.activeElement;
    document.querySelectorAll(".form input[type=password]").forEach(give);
    if (isTyped && isTyped !== document.activeElement) isTyped.focus();
  });
})();
