/* Forms with data-passkey ask the browser for a passkey (W3C Web Authentication) before they are sent. Without this script, or where
   the browser says no, the form is sent without one, and the page says how to go on with a code. */
for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    // A name is asked for before the device makes anything.
    if (!form.checkValidity()) return;
    event.preventDefault();
    if (form.dataset.asks) return;
    form.dataset.asks = "yes";
    try {
      const asked = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const { options } = await asked.json();
      const made = form.dataset.passkey === "create" ? await webauthnJSON.create(options) : await webauthnJSON.get(options);
      form.elements.credential.value = JSON.stringify(made);
    } catch {
      form.elements.credential.value = "";
    }
    form.submit();
  });
}
