// One key for each ruling, and the sentence brought into sight. Without this file the buttons do the same.
"use strict";
const pane = document.getElementById("text");
const lit = document.getElementById("sentence");
if (pane && lit) {
  // Only the pane moves: the proposal beside it stays where it is.
  pane.scrollTop = Math.max(0, lit.offsetTop - pane.clientHeight / 3);
}
const typing = (element) => element.matches("input:not([type=radio]), textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (typing(event.target)) return;
  const asked = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!asked) return;
  event.preventDefault();
  asked.click();
  const opened = asked.closest("details");
  if (opened && opened.open) opened.querySelector("input:not([type=hidden])")?.focus();
});
