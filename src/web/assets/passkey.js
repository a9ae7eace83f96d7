// Passkeys: asks this site for a question, lets the authenticator answer it, sends that as a form.
'use strict';
(() => {
  const form = document.querySelector('form[data-passkey]');
  if (!form || !window.PublicKeyCredential || !window.isSecureContext) return;
  const making = form.dataset.passkey === 'make';
  const said = form.querySelector('[role="alert"]');
  const button = form.querySelector('button');
  const bytes = (text) => Uint8Array.from(
    atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const put = (name, buffer) => { form.elements[name].value = text(buffer); };

  async function question() {
    const answer = await fetch(form.querySelector('a').href, {
      method: 'POST', credentials: 'same-origin', redirect: 'error',
      body: new URLSearchParams({ token: form.elements.token.value }),
    });
    if (!answer.ok) throw new Error(answer.status === 429 ? 'wait' : 'reload');
    return answer.json();
  }
  async function make(q) {
    const made = await navigator.credentials.create({ publicKey: {
      challenge: bytes(q.challenge), rp: { id: q.rpId, name: 'Sightline' }, timeout: q.timeout,
      user: { id: bytes(q.userId), name: q.userName, displayName: q.displayName },
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: q.exclude.map((id) => ({ type: 'public-key', id: bytes(id) })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
    } });
    put('client', made.response.clientDataJSON);
    put('object', made.response.attestationObject);
  }
  async function show(q) {
    const got = await navigator.credentials.get({ publicKey: {
      challenge: bytes(q.challenge), rpId: q.rpId, timeout: q.timeout,
      userVerification: 'required',
    } });
    put('id', got.rawId);
    put('client', got.response.clientDataJSON);
    put('data', got.response.authenticatorData);
    put('signature', got.response.signature);
  }
  form.addEventListener('submit', async (event) => {
    if (making && !form.elements.name.value.trim()) return; // the page says what is missing
    event.preventDefault();
    button.disabled = true;
    said.hidden = true;
    try {
      const q = await question();
      await (making ? make(q) : show(q));
      form.submit();
    } catch (trouble) {
      const why = ['wait', 'reload'].includes(trouble.message) ? trouble.message
        : trouble.name === 'InvalidStateError' ? 'there' : 'not';
      said.textContent = form.dataset[why];
      said.hidden = false;
      button.disabled = false;
    }
  });
  form.hidden = false;
})();
