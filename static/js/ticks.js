// What is pressed survives a lost connection: every form with data-tick (a state, shown at once) or data-add (something new) is kept in
// this browser with a key of its own and sent in order, with how long ago it was pressed; the key makes the server count it once,
// however often it arrives. data-rest names the state that a second press goes back to. Without this script the forms are sent as they are.
"use strict";

(() => {
  const line = () => document.querySelector("[data-ticks]");
  if (!line() || !window.localStorage || !window.fetch) return;

  const STORE = `ticks:${line().dataset.ticks}`;
  const OLDEST = 46 * 60 * 60 * 1000; // milliseconds: the server knows a key for two days
  const PATIENCE = 15_000; // milliseconds for one answer
  const SLOWEST = 30_000; // milliseconds between two tries
  let isSending = false;
  let isLost = false;
  let wait = 2_000;
  let timer = 0;

  // --- What is kept ----------------------------------------------------------------------------------------------------
  function kept() {
    try {
      return JSON.parse(localStorage.getItem(STORE)) || [];
    } catch {
      return [];
    }
  }

  function keep(entries) {
    if (entries.length) localStorage.setItem(STORE, JSON.stringify(entries));
    else localStorage.removeItem(STORE);
  }

  function drop(key) {
    keep(kept().filter((entry) => entry.key !== key));
  }

  function newKey() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // --- What is shown ---------------------------------------------------------------------------------------------------
  function show(tick, state) {
    const form = document.querySelector(`form[data-tick="${tick}"]`);
    if (!form || !state) return;
    const looks = { on: line().dataset.on, off: line().dataset.off };
    form.elements.seen.value = state;
    for (const button of form.querySelectorAll("[data-mark]")) {
      const isOn = button.dataset.mark === state;
      button.setAttribute("aria-pressed", String(isOn));
      button.value = (isOn && form.dataset.rest) || button.dataset.mark; // a second press takes it back where there is a state of rest
      if (looks.on) button.classList.toggle(looks.on, isOn);
      if (looks.off) button.classList.toggle(looks.off, !isOn);
    }
    const beside = document.querySelector(`[data-state-of="${tick}"]`);
    if (beside) beside.textContent = JSON.parse(line().dataset.states)[state];
  }

  function showKept() {
    for (const entry of kept()) if (entry.tick) show(entry.tick, new Map(entry.fields).get("state"));
    tell();
  }

  function tell() {
    const count = kept().length;
    const words = JSON.parse(line().dataset.words);
    const waiting = line().querySelector("[data-ticks-waiting]");
    const text = count && isLost ? words[Math.min(count, words.length) - 1] : "";
    if (waiting.textContent !== text) waiting.textContent = text;
    line().dataset.left = String(count);
    line().hidden = !text && !said().textContent;
  }

  function said() {
    return line().querySelector("[data-ticks-said]");
  }

  function say(text) {
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    said().append(paragraph);
    line().hidden = false;
  }

  // --- Sending ---------------------------------------------------------------------------------------------------------
  async function send(entry) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const ago = Math.max(0, Math.round((Date.now() - entry.at) / 1000)); // seconds: the phone's clock may be wrong, the time between is not
    const body = new URLSearchParams([...entry.fields, ["key", entry.key], ["ago", ago], ["csrfmiddlewaretoken", token]]);
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    const how = { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "manual", signal: stop.signal };
    try {
      const response = await fetch(entry.url, how);
      const isShut = response.type === "opaqueredirect" || [403, 404].includes(response.status);
      const isFinal = [200, 409].includes(response.status);
      return { status: response.status, isShut, isFinal, answer: isFinal ? await response.json() : null };
    } catch {
      return { status: 0, isShut: false, isFinal: false, answer: null };
    } finally {
      clearTimeout(late);
    }
  }

  function settle(entry, { status, answer }) {
    drop(entry.key);
    if (entry.tick && !kept().some((other) => other.tick === entry.tick)) show(entry.tick, answer.state);
    if (entry.waited && line().dataset.late) settleLate(entry, status);
    else if (status === 409) {
      say(answer.said);
      if (entry.adds) fillAgain(entry);
    } else if (entry.adds) sessionStorage.setItem(`${STORE}:said`, answer.said);
  }

  // At a kiosk whoever typed it has gone in by now: nobody is greeted by name, and nothing that was typed is shown.
  function settleLate(entry, status) {
    const time = new Date(entry.at).toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
    const text = status === 409 ? line().dataset.late.replace("{time}", time) : line().dataset.sent;
    if (![...said().children].some((one) => one.textContent === text)) say(text);
  }

  // What was refused stands in its form again: nothing typed is lost.
  function fillAgain(entry) {
    const form = [...document.querySelectorAll("form[data-add]")].find((one) => one.action === entry.url && one.querySelector("input:not([type=hidden])"));
    for (const [name, value] of entry.fields) if (form && form.elements[name]) put(form.elements[name], value);
  }

  function put(field, value) {
    if (["radio", "checkbox"].includes(field.type)) field.checked = field.value === value; // one alone: of several the list of them knows
    else field.value = value;
  }

  // Signed out, or the link is over: the page says so when it is read again, and what is kept stays kept. Twice means that this one
  // entry is at fault.
  function shut(entry, { status }) {
    const mark = `${STORE}:shut`;
    if (sessionStorage.getItem(mark) !== entry.key) {
      sessionStorage.setItem(mark, entry.key);
      location.reload();
      return false;
    }
    say(line().dataset.shut);
    if (status === 404) drop(entry.key);
    return status === 404;
  }

  async function sendAll() {
    if (isSending) return;
    isSending = true;
    clearTimeout(timer);
    let added = false;
    for (let entry = kept()[0]; entry; entry = kept()[0]) {
      const outcome = await send(entry);
      isLost = !outcome.isFinal && !outcome.isShut;
      if (outcome.isFinal) {
        wait = 2_000;
        added ||= entry.adds;
        settle(entry, outcome);
      } else if (isLost || !shut(entry, outcome)) {
        keep(kept().map((one) => ({ ...one, waited: true })));
        break;
      }
      tell();
    }
    isSending = false;
    if (isLost) {
      timer = setTimeout(sendAll, wait);
      wait = Math.min(wait * 2, SLOWEST);
    }
    tell();
    if (added && !kept().length && !said().textContent) location.reload(); // who was added stands on the list
  }

  // --- Pressing --------------------------------------------------------------------------------------------------------
  function press(event) {
    const form = event.target.closest("form[data-tick], form[data-add]");
    if (!form || !form.checkValidity()) return;
    const data = new FormData(form);
    const button = event.submitter;
    if (button && button.name) data.set(button.name, button.value);
    const fields = [...data].filter(([name, value]) => !["csrfmiddlewaretoken", "key", "ago"].includes(name) && typeof value === "string");
    const entry = { key: newKey(), url: form.action, fields, at: Date.now(), tick: form.dataset.tick || "", adds: "add" in form.dataset };
    try {
      keep([...kept(), entry]);
    } catch {
      return; // nothing can be kept here: the form is sent as it stands
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    said().replaceChildren();
    tell();
    if (entry.tick) show(entry.tick, data.get("state"));
    if (entry.adds) form.reset();
    wait = 2_000;
    sendAll();
  }

  document.addEventListener("submit", press, true);
  document.addEventListener("emptied", tell);
  document.addEventListener("htmx:afterSettle", showKept);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendAll());
  window.addEventListener("online", sendAll);
  window.addEventListener("storage", tell);

  keep(kept().filter((entry) => entry.at > Date.now() - OLDEST));
  showKept();
  if (sessionStorage.getItem(`${STORE}:said`)) say(sessionStorage.getItem(`${STORE}:said`));
  sessionStorage.removeItem(`${STORE}:said`);
  if (!kept().length) sessionStorage.removeItem(`${STORE}:shut`);
  sendAll();
})();
