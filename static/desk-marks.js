// Helps on the forms of marks; they work without it.
"use strict";
(() => {
  // A form sent twice marks once on the server; the button only says that it was heard.
  for (const form of document.querySelectorAll(".confirm-mark")) {
    form.addEventListener("submit", () => {
      setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; });
    });
  }
  addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll(".confirm-mark button")) button.disabled = false;
  });

  const tree = document.querySelector(".tree");
  for (const radio of document.querySelectorAll("input[name=scope]")) {
    radio.addEventListener("change", () => {
      if (!tree) return;
      tree.open = radio.value === "provisions";
      if (radio.value === "whole") for (const box of tree.querySelectorAll("input:checked")) box.checked = false;
    });
  }
  tree?.addEventListener("change", () => {
    const some = tree.querySelector("input:checked") !== null;
    document.querySelector(`input[name=scope][value=${some ? "provisions" : "whole"}]`).checked = true;
  });

  const known = document.getElementById("named");
  let waiting = 0;
  for (const name of ["act_title", "successor_title"]) {
    const field = document.getElementById(name);
    if (!field || !known) continue;
    field.setAttribute("list", "named");
    field.setAttribute("autocomplete", "off");
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      const words = field.value.trim();
      if (words.length < 2) return;
      const chosen = [...known.options].find((option) => option.value === words);
      const number = document.getElementById(name.replace("title", "number"));
      if (chosen) { if (number && !number.value) number.value = chosen.dataset.number; return; }
      waiting = setTimeout(async () => {
        const answer = await fetch(`/desk/documents/named.json?q=${encodeURIComponent(words)}`);
        if (!answer.ok) return;
        known.replaceChildren(...(await answer.json()).map((one) => {
          const option = document.createElement("option");
          option.value = one.title;
          option.label = [one.number, one.status].filter(Boolean).join("　");
          option.dataset.number = one.number;
          return option;
        }));
      }, 200);
    });
  }
})();
