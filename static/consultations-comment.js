// Words selected in a draft lead to the form with the passage filled in. Without scripts every article has its own link.
(() => {
  "use strict";
  const draft = document.getElementById("draft-text");
  if (!draft || !draft.dataset.comment) return;
  const MOST = 500, AROUND = 64;
  const link = document.createElement("a");
  link.className = "comment-on";
  link.textContent = "对所选文字提意见";
  link.hidden = true;
  document.body.append(link);

  const words = (from, to) => {
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    const held = range.cloneContents();
    // Tools and counts beside an article are not its words.
    held.querySelectorAll(".passage-ways, .unseen").forEach((each) => each.remove());
    return held.textContent;
  };

  const provision = (node) => {
    let at = node.nodeType === 1 ? node : node.parentElement;
    while (at && at !== draft && !at.id) at = at.parentElement;
    return at && at !== draft ? at.id : "";
  };

  const offer = () => {
    const chosen = document.getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) { link.hidden = true; return; }
    const range = chosen.getRangeAt(0);
    if (!draft.contains(range.startContainer) || !draft.contains(range.endContainer)) { link.hidden = true; return; }
    const start = [range.startContainer, range.startOffset], end = [range.endContainer, range.endOffset];
    const exact = words(start, end).trim();
    if (exact.length < 2) { link.hidden = true; return; }
    const asked = new URLSearchParams({
      eid: provision(range.startContainer),
      text: draft.dataset.edition || "",
      exact: exact.slice(0, MOST + 1),
      prefix: words([draft, 0], start).slice(-AROUND),
      suffix: words(end, [draft, draft.childNodes.length]).slice(0, AROUND),
    });
    link.href = `${draft.dataset.comment}?${asked}`;
    const box = range.getBoundingClientRect();
    link.hidden = false;
    const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - link.offsetWidth - 8);
    link.style.left = `${left + window.scrollX}px`;
    link.style.top = `${box.bottom + window.scrollY + 8}px`;
    // Beside the words also for the keyboard: the next press of Tab comes to it.
    const last = range.endContainer.nodeType === 1 ? range.endContainer : range.endContainer.parentElement;
    last.closest("[id]")?.after(link);
  };
  let waiting;
  document.addEventListener("selectionchange", () => { clearTimeout(waiting); waiting = setTimeout(offer, 150); });
})();
