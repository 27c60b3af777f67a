// A kiosk that the last person has left starts over after a minute, and says so twenty seconds before (WCAG 2.2.1). It is emptied
// where it stands, because there may be no connection; ticks.js keeps what was typed.
"use strict";

(() => {
  const kiosk = document.querySelector("[data-kiosk]");
  if (!kiosk) return;

  const IDLE = 60_000; // milliseconds
  const WARNING = 20_000;
  const warning = kiosk.querySelector("[data-kiosk-warning]");
  const said = () => kiosk.querySelector("[data-ticks-said]");
  let last = Date.now();
  let before = null; // what had the focus when the warning came
  const opens = kiosk.dataset.opens ? Date.now() + 1000 * Number(kiosk.dataset.opens) : Infinity;

  function isUsed() {
    const fields = [...kiosk.querySelectorAll("input:not([type=hidden]), select")];
    const isTyped = fields.some((field) => field.value !== (field.defaultValue ?? field.value));
    const isElsewhere = location.pathname !== kiosk.dataset.kiosk;
    return isTyped || isElsewhere || Boolean(said().textContent) || Boolean(kiosk.querySelector("details[open], .usa-alert[role=status], .usa-error-message"));
  }

  function hide() {
    if (warning.hidden) return;
    warning.hidden = true;
    if (before && before.isConnected) before.focus();
    before = null;
  }

  function warn() {
    if (!warning.hidden) return;
    before = document.activeElement;
    warning.hidden = false;
    warning.querySelector("[data-kiosk-more]").focus();
  }

  async function startOver() {
    last = Date.now();
    before = null;
    hide();
    for (const field of kiosk.querySelectorAll("input:not([type=hidden])")) field.value = field.type === "number" ? 1 : "";
    for (const details of kiosk.querySelectorAll("details[open]")) details.open = false;
    for (const old of kiosk.querySelectorAll(".usa-alert[role=status], .usa-error-message, .usa-alert--error")) old.remove();
    said().replaceChildren();
    said().dispatchEvent(new Event("emptied", { bubbles: true }));
    kiosk.querySelector("form input:not([type=hidden])")?.focus();
    if (location.pathname === kiosk.dataset.kiosk) return;
    try {
      if ((await fetch(kiosk.dataset.kiosk, { method: "HEAD", credentials: "same-origin" })).ok) location.replace(kiosk.dataset.kiosk);
    } catch {
      // without a connection the page stays in the language that was chosen last
    }
  }

  function look() {
    if (Date.now() >= opens) {
      if (navigator.onLine) location.reload();
      return;
    }
    const idle = Date.now() - last;
    if (!isUsed()) {
      last = Date.now();
      hide();
    } else if (idle >= IDLE) startOver();
    else if (idle >= IDLE - WARNING) warn();
  }

  function stay() {
    last = Date.now();
    hide();
  }

  // What is pressed on the warning is for its button: hiding it at once would send the same key to the form.
  function act(event) {
    if (!warning.contains(event.target)) stay();
  }

  for (const kind of ["keydown", "pointerdown", "input"]) document.addEventListener(kind, act, true);
  warning.querySelector("[data-kiosk-more]").addEventListener("click", stay);
  setInterval(look, 1000);
})();
