// Copy buttons of the desk of new media. Without this script the words are selected and copied by hand.
"use strict";

for (const button of document.querySelectorAll("button[data-copy]")) {
  const area = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    area.select();
    try {
      // Only where the page came by https, or from this machine.
      if (navigator.clipboard) await navigator.clipboard.writeText(area.value);
      else if (!document.execCommand("copy")) throw new Error("refused");
      said.textContent = "已复制";
    } catch {
      said.textContent = "浏览器没有允许复制，文字已选中，请按 Ctrl+C";
    }
  });
}
