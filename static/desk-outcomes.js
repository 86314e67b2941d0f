/* Answering by keyboard: 1, 2, 3 choose the verdict, Ctrl+Enter saves and goes on; one box ticks a whole page.
   Everything works without this file. */
"use strict";
const decide = document.querySelector("form[data-decide]");
if (decide) {
  const typing = (place) => place.closest("textarea, input:not([type=radio], [type=checkbox]), select");
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      decide.requestSubmit(decide.querySelector("button[name=next]"));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const verdict = decide.querySelectorAll("input[name=verdict]")[Number(event.key) - 1];
    if (verdict) {
      verdict.checked = true;
      verdict.focus();
    }
  });
}
const list = document.querySelector("#group-form .said-list");
if (list && list.querySelector("input[name=comments]")) {
  const all = document.createElement("label");
  all.className = "tick-all";
  const box = document.createElement("input");
  box.type = "checkbox";
  all.append(box, " 勾选本页全部意见");
  box.addEventListener("change", () => {
    for (const each of list.querySelectorAll("input[name=comments]")) each.checked = box.checked;
  });
  list.before(all);
}
