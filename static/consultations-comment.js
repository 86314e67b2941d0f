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
  // Pressed for long, it must not take the selection away, and itself with it.
  link.addEventListener("mousedown", (event) => event.preventDefault());
  document.body.append(link);

  const words = (from, to) => {
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    const held = range.cloneContents();
    // Tools and counts beside an article are not its words, nor is the button of the selection before.
    held.querySelectorAll(".passage-ways, .unseen, .comment-on").forEach((each) => each.remove());
    return held.textContent;
  };

  const provision = (node) => {
    let at = node.nodeType === 1 ? node : node.parentElement;
    while (at && at !== draft && !at.id) at = at.parentElement;
    return at && at !== draft ? at.id : "";
  };

  // Whether the next press of Tab is to lead to the link: once for each selection.
  let ahead = false;
  const away = () => {
    // Whoever has come to it by keyboard still needs it, though the selection may be gone.
    if (document.activeElement === link) return;
    link.hidden = true;
    ahead = false;
  };

  const chosen = () => {
    const held = document.getSelection();
    if (!held || held.isCollapsed || !held.rangeCount) return null;
    const range = held.getRangeAt(0);
    return draft.contains(range.startContainer) && draft.contains(range.endContainer) ? range : null;
  };

  const beside = (range) => {
    const last = range.endContainer.nodeType === 1 ? range.endContainer : range.endContainer.parentElement;
    // Read on from here, it comes next, and not at the end of the page.
    const home = last.closest("[id]");
    if (home && home !== draft && draft.contains(home)) home.after(link);
    else draft.after(link);
    link.hidden = false;
    link.style.left = link.style.top = "0";
    const box = range.getBoundingClientRect(), origin = link.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - link.offsetWidth - 8);
    // An article is the measure of what is inside it: from its corner to where the words end.
    link.style.left = `${left - origin.left}px`;
    link.style.top = `${box.bottom + 8 - origin.top}px`;
  };

  const offer = () => {
    const range = chosen();
    if (!range) { away(); return; }
    const start = [range.startContainer, range.startOffset], end = [range.endContainer, range.endOffset];
    const exact = words(start, end).trim();
    if (exact.length < 2) { away(); return; }
    const asked = new URLSearchParams({
      eid: provision(range.startContainer),
      text: draft.dataset.edition || "",
      exact: exact.slice(0, MOST + 1),
      prefix: words([draft, 0], start).slice(-AROUND),
      suffix: words(end, [draft, draft.childNodes.length]).slice(0, AROUND),
    });
    link.href = `${draft.dataset.comment}?${asked}`;
    beside(range);
    ahead = true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || !ahead || link.hidden) return;
    ahead = false;
    event.preventDefault();
    link.focus();
  });
  link.addEventListener("blur", () => { if (!chosen()) link.hidden = true; });
  let waiting;
  document.addEventListener("selectionchange", () => { clearTimeout(waiting); waiting = setTimeout(offer, 150); });
})();
