// The roster says so when a tick could not be sent, and keeps quiet again when the next one is.
"use strict";

function tell(lost) {
  const line = document.querySelector(".roster__lost");
  if (line) line.hidden = !lost;
}

document.addEventListener("htmx:sendError", () => tell(true));
document.addEventListener("htmx:timeout", () => tell(true));
document.addEventListener("htmx:beforeRequest", () => tell(false));
