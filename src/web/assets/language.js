// Asks, as somebody writes, whether a phrase may be said better, and shows it under the field.
'use strict';
(() => {
  const token = document.querySelector('main form input[name="token"]')?.value;
  if (!token) return;
  const line = (parent, found, why, write) => {
    const p = document.createElement('p'), strong = document.createElement('strong');
    const bdi = document.createElement('bdi');
    bdi.textContent = found;
    strong.append('\u201c', bdi, '\u201d');
    p.append(strong, ` ${why}. Perhaps: ${write}.`);
    parent.append(p);
  };
  const show = (field, answer) => {
    const id = `${field.id}-words`;
    let box = document.getElementById(id);
    const lines = answer.split('\n').filter(Boolean);
    if (!box && lines.length === 0) return;
    if (!box) {
      box = document.createElement('div');
      box.id = id;
      box.className = 'sl-words';
      box.setAttribute('role', 'status');
      field.after(box);
    }
    box.replaceChildren();
    box.hidden = lines.length === 0;
    for (const each of lines) line(box, ...each.split('\t'));
    const last = document.createElement('p');
    last.className = 'sl-quiet';
    last.textContent = 'A suggestion. Not recorded against you. A child\u2019s own words, in quotation marks, are never touched.';
    box.append(last);
  };
  for (const field of document.querySelectorAll('main form textarea')) {
    let timer = 0, asked = field.value;
    const ask = async () => {
      if (field.value === asked) return;
      asked = field.value;
      const body = new URLSearchParams({ token, field: field.name, text: asked,
        kind: field.form.elements.namedItem('kind')?.value ?? '' });
      try {
        const answer = await fetch('/language', { method: 'POST', body, credentials: 'same-origin', redirect: 'error' });
        if (answer.ok && asked === field.value) show(field, await answer.text());
      } catch { /* a hint can wait */ }
    };
    field.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, 1200); });
    field.addEventListener('blur', ask);
  }
})();
