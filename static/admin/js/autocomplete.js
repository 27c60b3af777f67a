// Stands in for the file of the same name in Django's admin, which draws a box that screen readers cannot name and that
// needs inline styles. Here: a search field before a plain list, filled from the same address.
"use strict";
{
    const PAUSE = 250; // milliseconds after the last key
    const words = (text) => (window.gettext ? window.gettext(text) : text);

    async function found(select, term) {
        const asked = new URLSearchParams({
            term, page: 1, app_label: select.dataset.appLabel, model_name: select.dataset.modelName, field_name: select.dataset.fieldName,
        });
        const answer = await fetch(`${select.getAttribute("data-ajax--url")}?${asked}`, {credentials: "same-origin"});
        return answer.ok ? (await answer.json()).results : [];
    }

    function fill(select, results) {
        const kept = [...select.options].filter((option) => option.selected || option.value === "");
        const known = new Set(kept.map((option) => option.value));
        const fresh = results.filter((one) => !known.has(String(one.id))).map((one) => new Option(one.text, one.id));
        if (!select.multiple && !known.has("")) {
            kept.unshift(new Option("---------", ""));
        }
        select.replaceChildren(...kept, ...fresh);
    }

    function nameOf(select) {
        const label = select.labels[0];
        return label ? label.textContent.trim().replace(/:$/, "") : select.name;
    }

    function start(select) {
        if (select.dataset.started || select.id.includes("__prefix__")) {
            return;
        }
        select.dataset.started = "yes";
        const search = document.createElement("input");
        search.type = "search";
        search.className = "autocomplete-search";
        search.setAttribute("aria-label", `${words("Filter")}: ${nameOf(select)}`);
        search.placeholder = words("Filter");
        let timer = 0;
        const look = async () => fill(select, await found(select, search.value));
        search.addEventListener("input", () => {
            clearTimeout(timer);
            timer = setTimeout(look, PAUSE);
        });
        search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
        select.before(search);
        look();
    }

    const startAll = (part) => part.querySelectorAll("select.admin-autocomplete").forEach(start);
    window.addEventListener("load", () => startAll(document));
    document.addEventListener("formset:added", (event) => startAll(event.target));
}
