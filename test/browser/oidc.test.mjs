// Signing in at one's own organisation, against a real provider: and every way of being misled.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { startBrowser } from './start.mjs';
import { invite, startRegister } from './invited.mjs';

let Provider;
try {
  ({ default: Provider } = await import('oidc-provider'));
} catch {
  Provider = null;
}
const skip = Provider ? false : 'node_modules/oidc-provider is not there: make setup';
const b64 = (x) => Buffer.from(typeof x === 'string' ? x : JSON.stringify(x)).toString('base64url');

function newKey(kid) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
}

// The provider, behind a server of ours that can tell lies in its name when `lie` is set.
const org = { lie: null, fetched: 0, keys: [newKey('first')], server: null, issuer: '', asked: {} };

function publicKeys() {
  return { keys: org.keys.map(({ kty, n, e, kid, use, alg }) => ({ kty, n, e, kid, use, alg })) };
}

function signed(header, claims, key = org.keys[0]) {
  const head = `${b64({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...header })}.${b64(claims)}`;
  const bytes = sign('sha256', Buffer.from(head), createPrivateKey({ key, format: 'jwk' }));
  return `${head}.${bytes.toString('base64url')}`;
}

function read(request) {
  return new Promise((done) => {
    let text = '';
    request.on('data', (d) => { text += d; });
    request.on('end', () => done(text));
  });
}

// What the provider would have said, with one thing changed.
async function lieTo(request, response) {
  await read(request);
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: org.issuer, aud: 'sightline', sub: 'gethin', iat: now, exp: now + 300,
    nonce: org.asked.nonce };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ access_token: 'x', token_type: 'Bearer', id_token: org.lie(claims) }));
}

async function startProvider(back) {
  let callback = (_, response) => response.end();
  org.server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname === '/auth' && url.searchParams.has('nonce'))
      org.asked = Object.fromEntries(url.searchParams);
    if (url.pathname === '/jwks') org.fetched = Date.now();
    if (url.pathname === '/jwks' && org.keys[0].kid !== 'first') {
      response.setHeader('content-type', 'application/json');
      return response.end(JSON.stringify(publicKeys()));
    }
    if (org.lie && url.pathname === '/token') return lieTo(request, response);
    return callback(request, response);
  });
  await new Promise((done) => org.server.listen(0, 'localhost', done));
  org.issuer = `http://localhost:${org.server.address().port}`;
  const provider = new Provider(org.issuer, {
    clients: [{ client_id: 'sightline', client_secret: 'not-so-secret', redirect_uris: [back],
      grant_types: ['authorization_code'], response_types: ['code'],
      post_logout_redirect_uris: [back.replace('/back', '')] }],
    jwks: { keys: org.keys },
    cookies: { keys: ['made-up'] },
    pkce: { required: () => true, methods: ['S256'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id,
      email: `${id}@northmere.example`, email_verified: id !== 'unverified' }) }),
  });
  callback = provider.callback();
}

let browser, site;
before(async () => {
  if (skip) return;
  const port = 20000 + Math.floor(Math.random() * 20000);
  const { writeFileSync, mkdtempSync } = await import('node:fs');
  const secret = `${mkdtempSync('/tmp/sightline-')}/secret`;
  writeFileSync(secret, 'not-so-secret\n', { mode: 0o600 });
  await startProvider(`http://localhost:${port}/sign-in/back`);
  site = await startRegister(`[sign-in "northmere"]\nissuer = ${org.issuer}\n`
    + `client-id = sightline\nsecret-file = ${secret}\nbind-by-email = yes\n`
    + 'words = Sign in with your Northmere account\n', port);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await site?.stop();
  org.server?.closeAllConnections();
  org.server?.close();
});

// At the provider's own pages: who one is, and that one agrees.
async function agree(page, name) {
  await page.locator('input[name="login"]').fill(name);
  await page.locator('input[name="password"]').fill('anything');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function come(name, from = `${site.base}/sign-in`) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(from);
  await page.getByRole('button', { name: 'Sign in with your Northmere account' }).click();
  await agree(page, name);
  return { context, page };
}

async function isOut(page) {
  await page.goto(`${site.base}/`);
  assert.match(page.url(), /\/sign-in/);
}

test('who is not known here is told to ask for an invitation', { skip }, async () => {
  const { context, page } = await come('stranger');
  await page.getByText('ask whoever keeps accounts', { exact: false }).first().waitFor();
  await isOut(page);
  await context.close();
});

test('an invitation binds, and from then on the organisation is enough', { skip }, async () => {
  const invitation = await invite(browser, site.base);
  const first = await come('g-17', invitation);
  await first.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await first.context.close();
  const { context, page } = await come('g-17');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await page.goto(`${site.base}/my-account`);
  assert.ok(await page.getByText('the organisation\'s own sign-in').first().isVisible());
  await context.close();
});

test('a verified address that is a sign-in name binds; another does not', { skip }, async () => {
  await invite(browser, site.base, 'emergency duty', 'priya@northmere.example');
  const { context, page } = await come('priya');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await context.close();
  await invite(browser, site.base, 'reviewing officer', 'unverified@northmere.example');
  const other = await come('unverified');
  await other.page.getByText('ask whoever keeps accounts').first().waitFor();
  await isOut(other.page);
  await other.context.close();
});

test('a way back is good once, and in the browser that began it', { skip }, async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  let back;
  page.on('request', (r) => { if (r.url().includes('/sign-in/back?')) back = r.url(); });
  await page.goto(`${site.base}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with your Northmere account' }).click();
  await agree(page, 'g-17');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await context.clearCookies();
  await page.goto(back);
  await page.getByText('used already, is too old, or was begun in another browser').first().waitFor();
  await isOut(page);
  // A state that nobody else used, brought into another browser.
  const held = await browser.newContext();
  const stopped = await held.newPage();
  await stopped.route('**/sign-in/back?*', (route) => { back = route.request().url(); route.abort(); });
  await stopped.goto(`${site.base}/sign-in`);
  await stopped.getByRole('button', { name: 'Sign in with your Northmere account' }).click();
  await agree(stopped, 'g-17').catch(() => {});
  await page.goto(back);
  await page.getByText('begun in another browser').first().waitFor();
  await isOut(page);
  await held.close();
  await context.close();
});

const lies = {
  'another nonce': [(c) => signed({}, { ...c, nonce: 'other' }), /another question/i],
  'somebody else\'s': [(c) => signed({}, { ...c, aud: 'other' }), /to somebody else/],
  'another issuer': [(c) => signed({}, { ...c, iss: 'https://evil.example' }), /another organisation/i],
  'too old': [(c) => signed({}, { ...c, iat: c.iat - 900, exp: c.iat - 600 }), /too old/],
  'alg none': [(c) => `${b64({ alg: 'none' })}.${b64(c)}.`, /not signed/],
  'a key of their own': [(c) => signed({}, c, newKey('first')), /signature .* does not hold/],
  'a key nobody shows': [(c) => signed({}, c, newKey('other')), /does not show/],
};
function refuses(what) {
  const [lie, says] = lies[what];
  test(`refused: ${what}`, { skip }, async () => {
    org.lie = lie;
    const { context, page } = await come('g-17');
    await page.getByText(says).first().waitFor();
    await isOut(page);
    org.lie = null;
    await context.close();
  });
}
Object.keys(lies).slice(0, -1).forEach(refuses);

test('a new key of the provider is fetched', { skip }, async () => {
  const before = org.keys;
  org.keys = [newKey('second'), ...before];
  org.lie = (c) => signed({}, { ...c, sub: 'g-17' }); // by the new key, and true
  const wait = org.fetched + 61000 - Date.now(); // they are asked for once a minute at most
  await new Promise((done) => setTimeout(done, Math.max(0, wait)));
  const { context, page } = await come('g-17');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  org.lie = null;
  await context.close();
});

refuses('a key nobody shows');
