// Marks a page of another site with how its document stands in the policy registry this file comes from.
// <script src="https://…/embed.js" data-number="…" defer></script>
// Words only go in as text; nothing is sent but the number; the page works without it (the badge stays).
(() => {
  'use strict';
  const own = document.currentScript;
  if (!own || !own.dataset.number) return;
  const number = own.dataset.number;
  const root = new URL(own.src).origin;
  const address = root + '/badge/by-number/' + encodeURIComponent(number) + '.json';
  const MINUTE = 60000;
  let shown = null;
  let asked = 0;

  const place = () => document.querySelector('[data-policy-standing]');

  function put(box, words, link) {
    box.textContent = '';
    const strong = document.createElement('strong');
    strong.textContent = '【' + words.word + '】';
    box.append(strong, words.sentence || '本文件的时效以政策文件库的登记为准。');
    if (link) {
      const anchor = document.createElement('a');
      anchor.href = link;
      anchor.textContent = '查看登记';
      anchor.style.marginLeft = '0.5em';
      anchor.style.color = 'inherit';
      box.append(anchor);
    }
  }

  function banner(standing) {
    const box = document.createElement('div');
    box.setAttribute('role', standing.warns ? 'alert' : 'note');
    box.setAttribute('lang', 'zh-CN');
    box.className = 'policy-standing-banner';
    box.dataset.state = standing.state;
    Object.assign(box.style, {
      border: '2px solid ' + (standing.warns ? '#a3161f' : '#1a6b3c'),
      color: standing.warns ? '#a3161f' : '#1a6b3c',
      background: '#fff', padding: '0.75em 1em', margin: '0 0 1em', font: '16px/1.6 sans-serif',
    });
    // Only an address of the registry itself is linked.
    const link = standing.url && new URL(standing.url, root).origin === root ? standing.url : '';
    put(box, standing, link || root + '/id/' + encodeURIComponent(number));
    return box;
  }

  function retitle(word) {
    const plain = document.title.replace(/^【[^】]{1,20}】/, '');
    document.title = word ? '【' + word + '】' + plain : plain;
  }

  function mark(standing) {
    if (standing.warns === null) return; // Unknown here: the page is left as it is.
    const box = banner(standing);
    if (shown) shown.replaceWith(box);
    else if (place()) place().replaceChildren(box);
    else document.body.prepend(box);
    if (standing.warns || shown) retitle(standing.warns ? standing.word : '');
    shown = box;
  }

  async function ask() {
    if (Date.now() - asked < MINUTE) return;
    asked = Date.now();
    try {
      const answer = await fetch(address, { credentials: 'omit', referrerPolicy: 'no-referrer' });
      if (answer.ok) mark(await answer.json());
    } catch {
      asked = 0; // No connection: the badge in the page says what it can, and the next look asks again.
    }
  }

  ask();
  // A page left open over midnight is asked about again when somebody looks at it.
  document.addEventListener('visibilitychange', () => { if (!document.hidden) ask(); });
})();
