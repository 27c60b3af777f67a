// Buttons with data-copy copy the text of the field they name, and say so (data-copied). Without this script they stay hidden, and the
// text is marked and copied by hand.
"use strict";

(() => {
  async function copied(field) {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      field.select(); // an address without encryption, or an old browser
      return document.execCommand("copy");
    }
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    const said = button.parentElement.querySelector("[role=status]");
    button.parentElement.hidden = false;
    button.addEventListener("click", async () => {
      said.textContent = "";
      if (await copied(document.getElementById(button.dataset.copy))) said.textContent = button.dataset.copied;
    });
  }
})();
