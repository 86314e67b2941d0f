// Only comfort: every page works without this file.
"use strict";

function copier(words, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = label;
  button.addEventListener("click", () => copy(button, words));
  return button;
}

async function copy(button, words) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(words);
    button.textContent = "已复制";
  } catch {
    button.textContent = "复制不了，请手工选取";
  }
  setTimeout(() => { button.textContent = label; }, 2500);
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", () => copy(button, document.getElementById(button.dataset.copy).textContent));
}

// The number of an article opens its tools: how to cite it, the link that follows the law, the link to this wording.
function offerTools(text, article) {
  if (article.querySelector(":scope > .tools")) return;
  const { title, number, current, version, day, ask } = text.dataset;
  const [year, month, date] = day.split("-").map(Number);
  const tools = document.createElement("div");
  tools.className = "tools";
  // Without the clipboard (a page that did not come over HTTPS) one can still ask.
  if (navigator.clipboard) tools.append(
    copier(`《${title}》${number ? `（${number}）` : ""}${article.dataset.number}（${year}年${month}月${date}日文本）`, "复制引用"),
    copier(`${current}#${article.id}`, "复制随现行版本更新的链接"),
    copier(`${version}#${article.id}`, "复制本版本链接"),
  );
  if (ask) {
    const link = document.createElement("a");
    link.href = `${ask}&eid=${encodeURIComponent(article.id)}`;
    link.textContent = "就这一条提问";
    tools.append(link);
  }
  article.append(tools);
}

const text = document.getElementById("text");
if (text) {
  const open = () => {
    const article = text.querySelector("section.article:target");
    if (article) offerTools(text, article);
  };
  addEventListener("hashchange", open);
  open();
}
// On a narrow screen the contents would stand in front of the text.
const narrow = matchMedia("(max-width: 60rem)").matches;
if (narrow) document.querySelector(".contents details")?.removeAttribute("open");
// On a wide one the filters stand beside the list; older browsers cannot open them by style alone.
if (!narrow) for (const filters of document.querySelectorAll(".filters details")) filters.open = true;
// Which place of the hits leads on is counted, of nobody: the words and the place are sent, and no cookie.
for (const hits of document.querySelectorAll("ol.hits[data-counted]")) {
  const told = (event) => {
    const row = event.target.closest("a") && event.target.closest("ol.hits > li");
    if (!row || !navigator.sendBeacon) return;
    const place = hits.start + [...hits.children].indexOf(row);
    navigator.sendBeacon("/search/opened", new URLSearchParams({ words: hits.dataset.counted, place }));
  };
  hits.addEventListener("click", told);
  hits.addEventListener("auxclick", told);
}
