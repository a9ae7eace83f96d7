// Passkeys in a real browser with an authenticator of its own: added, used, forged, shown elsewhere.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { startBrowser } from './start.mjs';
import { enrol, invite, startRegister } from './invited.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
let browser, site;

before(async () => {
  site = await startRegister();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

async function withAuthenticator(context) {
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (m) => { if (m.type() === 'error') page.complaints.push(m.text()); });
  page.on('pageerror', (e) => page.complaints.push(String(e)));
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true } });
  return { page, cdp, authenticatorId };
}

async function isAccessible(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`), [], what);
}

async function signOut(page) {
  await page.goto(`${site.base}/my-account`);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL(/\/sign-in/);
}

test('a passkey is added, signs in, and is refused when forged or copied', async () => {
  const invitation = await invite(browser, site.base);
  const context = await browser.newContext();
  const { page, cdp, authenticatorId } = await withAuthenticator(context);
  await enrol(page, invitation);

  await page.goto(`${site.base}/my-account`);
  await page.getByRole('link', { name: 'Add a passkey' }).click();
  await isAccessible(page, 'adding a passkey');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('Give it a name').first().waitFor(); // no name: nothing is asked of the device
  assert.equal((await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length, 0);
  await page.locator('#name').fill('Work laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.waitForURL(/\/my-account$/);
  assert.ok(await page.getByText('Work laptop').first().isVisible());
  const kept = (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  assert.equal(kept.length, 1);
  assert.ok(kept[0].isResidentCredential);
  assert.equal(kept[0].rpId, 'localhost');

  // The same device once more: it has one already.
  await page.goto(`${site.base}/my-account/passkey`);
  await page.locator('#name').fill('Again');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('has a passkey for you already').waitFor();

  // Signing in needs no name.
  await signOut(page);
  await isAccessible(page, 'signing in with a passkey');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));

  // What was sent is changed on its way: each is refused, and the person told what to do.
  await signOut(page);
  const spoil = async (name, change, says) => {
    await page.goto(`${site.base}/sign-in`);
    await page.evaluate(({ name, change }) => {
      const form = document.querySelector('form[data-passkey]');
      form.submit = () => {
        const field = form.elements[name];
        const at = change === 'middle' ? Math.floor(field.value.length / 2) : 20;
        const c = field.value[at] === 'A' ? 'B' : 'A';
        field.value = field.value.slice(0, at) + c + field.value.slice(at + 1);
        HTMLFormElement.prototype.submit.call(form);
      };
    }, { name, change });
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText(says).first().waitFor();
    await page.goto(`${site.base}/`);
    assert.match(page.url(), /\/sign-in/, `${name} was believed`);
  };
  await spoil('signature', 'middle', /signature does not hold/);
  await spoil('data', 'early', /another site|does not hold|could not be read/);
  await spoil('id', 'middle', /does not know that passkey/);

  // An answer that was used once is used up.
  await page.goto(`${site.base}/sign-in`);
  let sent;
  page.on('request', (r) => { if (r.url().endsWith('/sign-in/passkey')) sent = r.postData(); });
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await signOut(page);
  const token = await page.locator('form[data-passkey] input[name="token"]').inputValue();
  const again = new URLSearchParams(sent);
  again.set('token', token);
  const replayed = await page.evaluate((body) => fetch('/sign-in/passkey', { method: 'POST', body,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }).then((a) => a.status),
  again.toString());
  assert.equal(replayed, 403);

  // A device whose counter is behind is a copy: refused, though its key is right.
  const [copy] = (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  await cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId: copy.credentialId });
  await cdp.send('WebAuthn.addCredential', { authenticatorId, credential: { ...copy, signCount: 0 } });
  await page.goto(`${site.base}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText(/used elsewhere since/).first().waitFor();
  await context.close();
});

test('a page at another name is refused its passkey', async () => {
  const context = await browser.newContext();
  const { page } = await withAuthenticator(context);
  // A number is no name: the button is not offered there at all.
  await page.goto(`${site.base.replace('localhost', '127.0.0.1')}/sign-in`);
  assert.equal(await page.getByRole('button', { name: 'Sign in with a passkey' }).count(), 0);
  await context.close();
});

test('without scripts the button is not shown and the password remains', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.base}/sign-in`);
  assert.equal(await page.getByRole('button', { name: 'Sign in with a passkey' }).count(), 0);
  assert.ok(await page.locator('#password').isVisible());
  await context.close();
});
