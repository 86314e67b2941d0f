// Suggestions while one types (ARIA combobox with a list). Only comfort: the form works without this file.
"use strict";

const WAIT = 120;
let lists = 0;

function offer(input) {
  const list = document.createElement("ul");
  list.id = `suggestions-${++lists}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "检索建议");
  list.hidden = true;
  input.insertAdjacentElement("afterend", list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let chosen = -1, timer = 0, asking = null, typed = input.value;

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    const options = [...list.children];
    chosen = (place + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
    input.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  }

  function show([, texts, notes, addresses]) {
    list.replaceChildren(...texts.map((text, i) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${i}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.address = addresses[i];
      const note = document.createElement("span");
      note.className = "soft";
      note.textContent = notes[i];
      option.append(text, " ", note);
      // Before the input loses its focus, which would close the list.
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => location.assign(addresses[i]));
      return option;
    }));
    chosen = -1;
    list.hidden = texts.length === 0;
    input.setAttribute("aria-expanded", String(texts.length > 0));
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(`/search/suggest?${new URLSearchParams({ q: typed })}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === input) show(await answer.json());
    } catch {
      close();
    }
  }

  input.addEventListener("input", (event) => {
    // Letters of an input method that are not yet characters.
    if (event.isComposing) return;
    typed = input.value.trim();
    clearTimeout(timer);
    if (typed) timer = setTimeout(ask, WAIT);
    else close();
  });
  input.addEventListener("compositionend", () => input.dispatchEvent(new Event("input")));
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.address);
    else return;
    event.preventDefault();
  });
}

for (const input of document.querySelectorAll("form[action='/search'] input[type='search']")) offer(input);
