// Keeps what is typed as a draft on the server, a few seconds after it was typed.
'use strict';
(() => {
  const form = document.querySelector('input[name="draft"]')?.form;
  if (!form || !form.querySelector('.sl-draft')) return;
  const note = form.querySelector('.sl-draft__kept');
  let timer = 0, last = '', sending = false, sent = false;
  const fields = () => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form))
      if (typeof value === 'string') data.append(name, value);
    data.append('quiet', '1');
    return data.toString();
  };
  const say = (words, late) => {
    note.textContent = words;
    note.classList.toggle('sl-late-word', late);
  };
  const later = (after) => {
    clearTimeout(timer);
    timer = setTimeout(keep, after);
  };
  async function keep() {
    const now = fields();
    if (sent || now === last) return;
    if (sending) return later(1000);
    sending = true;
    try {
      const answer = await fetch('/draft', {
        method: 'POST', body: now, credentials: 'same-origin', redirect: 'manual',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      });
      if (answer.status === 200) {
        last = now;
        say(await answer.text(), false);
      } else if (answer.status === 403 || answer.type === 'opaqueredirect') {
        say('You have been signed out: this is not kept since then. Sign in in another tab, then go on here.', true);
      } else {
        say('The draft could not be kept just now. What you typed is still here.', true);
        later(15000);
      }
    } catch {
      say('No connection: the draft is not kept just now. What you typed is still here.', true);
      later(5000);
    }
    sending = false;
  }
  last = fields();
  form.addEventListener('input', () => later(3000));
  form.addEventListener('change', () => later(1000));
  window.addEventListener('online', () => later(500));
  document.addEventListener('visibilitychange', () => { if (document.hidden) keep(); });
  form.addEventListener('submit', (e) => {
    clearTimeout(timer);
    sent = !e.submitter?.formAction.endsWith('/draft');
  });
  window.addEventListener('pageshow', () => { sent = false; });
})();
