// Writing an interpretation without waiting: blocks are added, moved and removed here, provisions picked by a
// click, the preview made while one types. Without this file the buttons of the form do the same.
"use strict";
(() => {
  const form = document.getElementById("writing");
  if (!form) return;
  const list = document.getElementById("blocks");
  const pattern = document.getElementById("block-pattern");
  const chosen = document.getElementById("pick-to");
  const status = document.getElementById("saved-or-not");
  const live = document.getElementById("live-preview");
  let dirty = false;
  let current = null;

  const blocks = () => [...list.querySelectorAll(":scope > .edit-block")];
  const part = (block, name) => block.querySelector(`[name$="-${name}"]`);
  const heading = (block) => part(block, "heading").value;

  // What the third field is for depends on the kind; the rest keeps its names.
  const labels = {
    question: ["问", "答"], figure: ["数字（如“3个工作日”）", "说明什么"], step: ["步骤", "怎么办"],
    change: ["事项", "现在怎么规定", "原来怎么规定"], case: ["案例", "案情", "依据文件怎么办"],
    misreading: ["误读", "正解：文件怎么说", "流传于何处"],
  };
  function relabel(block) {
    const [own, words, aside] = labels[part(block, "kind").value] || ["标题", "内容"];
    block.querySelector("[data-label=heading]").textContent = own;
    block.querySelector("[data-label=words]").textContent = words;
    block.querySelector("[data-label=aside]").textContent = aside || "补充";
    block.querySelector(".block-aside").classList.toggle("spare", !aside && !part(block, "aside").value);
  }

  function renumber() {
    const all = blocks();
    all.forEach((block, at) => {
      block.querySelector(".block-number").textContent = `第 ${at + 1} 块`;
      const [up, down] = block.querySelectorAll(".block-deeds button");
      up.disabled = at === 0;
      down.disabled = at === all.length - 1;
    });
    const kept = chosen.value;
    chosen.replaceChildren(...all.map((block, at) => {
      const option = document.createElement("option");
      option.value = part(block, "key").value;
      option.textContent = `第 ${at + 1} 块　${heading(block).slice(0, 16)}`;
      return option;
    }));
    chosen.value = kept;
    if (chosen.selectedIndex < 0) chosen.selectedIndex = 0;
  }

  let next = Math.max(0, ...blocks().map((block) => Number(block.dataset.block) + 1));
  function add(kind) {
    const holder = document.createElement("div");
    holder.innerHTML = pattern.innerHTML.replaceAll("b-N-", `b-${next}-`).replaceAll("-N\"", `-${next}"`).replaceAll("\"N\"", `"${next}"`);
    const block = holder.firstElementChild;
    const last = form.elements.last;
    last.value = Number(last.value) + 1;
    next += 1;
    part(block, "key").value = `b${last.value}`;
    part(block, "kind").value = kind;
    list.append(block);
    relabel(block);
    renumber();
    part(block, "heading").focus();
    changed();
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    const [deed, where] = button.value.split(/-(.*)/);
    const block = button.closest(".edit-block");
    if (deed === "add") { event.preventDefault(); add(where); return; }
    if (!block || !["up", "down", "remove"].includes(deed)) return;
    event.preventDefault();
    if (deed === "remove") {
      const filled = ["heading", "words", "aside", "refs"].some((name) => part(block, name).value.trim());
      if (filled && !confirm("删去这一块？")) return;
      (block.nextElementSibling || block.previousElementSibling || form).querySelector("input:not([type=hidden]), textarea")?.focus();
      block.remove();
    } else {
      if (deed === "up") block.previousElementSibling?.before(block);
      else block.nextElementSibling?.after(block);
      button.disabled ? block.querySelector(".block-deeds button:not(:disabled)")?.focus() : button.focus();
    }
    renumber();
    changed();
  });

  // A provision is picked by a click into the block one was last in.
  form.addEventListener("focusin", (event) => {
    const block = event.target.closest(".edit-block");
    if (!block) return;
    current = block;
    chosen.value = part(block, "key").value;
  });
  function written(block) { return part(block, "refs").value.split(/[、，,；;\s]+/).filter(Boolean); }
  function mark() {
    const block = blocks().find((each) => part(each, "key").value === chosen.value);
    const now = new Set(block ? written(block) : []);
    for (const box of form.querySelectorAll("input[name=pick]")) box.closest("li").classList.toggle("cited-now", now.has(box.value));
  }
  chosen.addEventListener("change", () => { current = blocks().find((each) => part(each, "key").value === chosen.value); mark(); });
  for (const box of form.querySelectorAll("input[name=pick]")) {
    box.addEventListener("change", () => {
      const block = blocks().find((each) => part(each, "key").value === chosen.value) || current;
      if (!block) return;
      const refs = written(block).filter((each) => each !== box.value);
      if (!written(block).includes(box.value)) refs.push(box.value);
      part(block, "refs").value = refs.join("、");
      box.checked = false;
      mark();
      changed();
    });
  }
  const hint = document.getElementById("pick-hint");
  if (hint) hint.textContent = "点一下条文，就引到正在写的一块；再点一下取消。也可以在“引条”里直接写“第十条第二款”。";
  const pickButton = form.querySelector("button[value=pick]");
  if (pickButton) pickButton.hidden = true;

  // Changing the form asks the server for its fields; nothing typed is lost.
  const kindOfForm = document.getElementById("form");
  kindOfForm?.addEventListener("change", () => form.querySelector("button[value=form]").click());

  let waiting = 0, asking = null;
  async function preview() {
    asking?.abort();
    asking = new AbortController();
    const sent = new URLSearchParams(new FormData(form));
    sent.delete("do");
    try {
      const answer = await fetch("/desk/interpretations/preview", { method: "POST", body: sent, signal: asking.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const made = page.getElementById("live-preview");
      if (made) live.replaceChildren(...made.childNodes);
    } catch (fault) {
      if (fault.name !== "AbortError") status.textContent = "预览暂时取不到，填写不受影响";
    }
  }
  function changed() {
    dirty = true;
    status.textContent = "有改动，还没有保存";
    clearTimeout(waiting);
    waiting = setTimeout(preview, 600);
    mark();
  }
  form.addEventListener("input", (event) => {
    if (event.target.name === "paste" || event.target.name === "pick") return;
    const block = event.target.closest(".edit-block");
    if (block && event.target === part(block, "kind")) relabel(block);
    if (block && event.target === part(block, "heading")) renumber();
    changed();
  });
  form.addEventListener("submit", (event) => { if (event.submitter?.formTarget !== "_blank") dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  // What the server did to the form (split, picked) is not saved either.
  if (document.querySelector(".writing-main .faults")) dirty = true;
  mark();
})();
