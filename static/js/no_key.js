/* Where a browser shows no passkey or security key, or its owner stops, the page says so; allauth's script alone would say nothing. */
document.addEventListener("allauth.error", () => {
  const said = document.getElementById("no-key");
  said.hidden = false;
  said.focus();
});
