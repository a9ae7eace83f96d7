// Every page of the table of routes, found by following links and by doing what makes it: no
// complaint of axe by light or in the dark, nothing beyond the edge of a desk, a phone, 320 pixels.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBrowser, startServer } from './start.mjs';
import { childNumber, complaintsOfAxe, openAll, signIn, sticksOut, worldServer } from './looks.mjs';

const matrix = new URL('../golden/access-matrix.txt', import.meta.url);
const routes = readFileSync(fileURLToPath(matrix), 'utf8').split('\n')
  .filter((line) => line.startsWith('GET ')).map((line) => line.split(/\s+/)[1]);
// No page to look at, or one that only goes on to another.
const notPages = ['/assets/{w}', '/favicon.ico', '/calendar/{w}', '/live', '/child/{n}/photo.jpg',
  '/notice/{w}', '/drafts/open', '/sign-in/with/{w}', '/sign-in/back', '/sign-in/leave/{w}'];
// Pages of people with an account, whom the made-up register has none of; passkey.test.mjs is there.
const elsewhere = ['/enrol/{w}', '/sign-in/code', '/sign-in/role', '/my-account/phone',
  '/my-account/passkey'];
const pages = routes.filter((r) => !r.startsWith('/api/') && !notPages.includes(r)
  && !elsewhere.includes(r));
const patterns = pages.map((route) => ({ route, words: (route.match(/\{/g) ?? []).length,
  fits: new RegExp(`^${route.replaceAll('{n}', '\\d+').replaceAll('{w}', '[a-z0-9.-]+')}$`) }))
  .sort((a, b) => a.words - b.words);
const routeOf = (path) => patterns.find((p) => p.fits.test(path.split(/[?#]/)[0]))?.route;
const found = new Map(); // route: who, and an address
let browser, server;

const note = (who, url) => {
  const path = url.replace(server.base, '').split('#')[0], route = routeOf(path);
  if (route && !found.has(route)) found.set(route, { who, path });
};

// A partner whose area is that of Larkwater, so that a notice can be written to it.
const folder = mkdtempSync(join(tmpdir(), 'sightline-pages-'));
const partner = `[partner "eastholt"]
address = http://127.0.0.1:9/exchange
origin = eastholt/sightline/00000001
key = ${Buffer.alloc(32, 7).toString('base64')}
area = E06000998
`;

before(async () => {
  writeFileSync(join(folder, 'partners.conf'), partner);
  process.env.SIGHTLINE_SETTINGS = join(folder, 'partners.conf');
  server = await startServer(worldServer, ['0']);
  browser = await startBrowser();
  await make();
  for (const who of ['Ruth Lyle', 'Ife Brandreth', 'Dee Ashgrove']) await follow(who);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

async function follow(who) {
  const page = await signIn(browser, server.base, who);
  const first = new URL(page.url()).pathname, waiting = [first], met = new Set(waiting);
  const visits = new Map();
  while (waiting.length > 0) {
    const path = waiting.shift(), route = routeOf(path);
    if (!route || (visits.get(route) ?? 0) >= 2) continue;
    visits.set(route, (visits.get(route) ?? 0) + 1);
    const answer = await page.request.get(server.base + path, { maxRedirects: 0 });
    if (answer.status() === 200) note(who, path);
    for (const [, link] of (await answer.text()).matchAll(/href="(\/[^"#]*)/g)) {
      const next = link.replaceAll('&amp;', '&');
      if (!met.has(next)) waiting.push(next);
      met.add(next);
    }
  }
  await page.context().close();
}

async function did(page, who, button) {
  await page.locator('main').getByRole('button', { name: button }).first().click();
  await page.locator('main h1').first().waitFor();
  note(who, page.url());
}

// What only stands there after somebody did something.
async function make() {
  const { base } = server;
  found.set('/sign-in', { path: '/sign-in' });
  let page = await signIn(browser, base, 'Colm Vasey');
  const alex = await childNumber(page, base, '566910');
  await page.context().close();
  page = await signIn(browser, base, 'Bea Bystander');
  await page.goto(`${base}/child/${alex}`);
  await page.locator('#reason').fill('The duty desk was rung about this child');
  await page.getByRole('button', { name: /for one hour/ }).click();
  await page.context().close();

  page = await signIn(browser, base, 'Ruth Lyle');
  await page.goto(`${base}/odd-access`);
  await page.goto(`${base}/child/${alex}/grade`);
  await page.locator('#grade-low').check();
  await page.locator('#reasons').fill('Not known to the police before');
  await did(page, 'Ruth Lyle', 'Record the grade');
  await page.goto(`${base}/child/${alex}/looked`);
  for (const link of await page.locator('main a[href*="/look/"]').all())
    note('Ruth Lyle', base + await link.getAttribute('href'));
  found.set('/odd-access', { who: 'Ruth Lyle', path: '/odd-access' });
  await page.context().close();

  page = await signIn(browser, base, 'Dee Ashgrove');
  await page.goto(`${base}/report`);
  await page.locator('main a', { hasText: /^Rowan/ }).first().click();
  await page.locator('input[name=where]').first().check();
  await page.locator('input[name=police]').first().check();
  await did(page, 'Dee Ashgrove', /^Report Rowan missing/);
  await page.getByRole('link', { name: 'Rowan is back' }).click();
  await page.locator('input[name=when]').first().check();
  await did(page, 'Dee Ashgrove', 'Rowan is back');
  await page.context().close();

  page = await signIn(browser, base, 'PC Lowrie');
  await page.goto(`${base}/child/${alex}/entry?kind=sighting-recorded`);
  await page.locator('#where').fill('Bus station');
  await did(page, 'PC Lowrie', 'Add the sighting');
  await page.goto(`${base}/child/${alex}/grade`);
  await page.locator('#grade').check();
  await page.locator('#reasons').fill('A man waited in a car last time');
  await did(page, 'PC Lowrie', 'Record the grade');
  await page.context().close();

  page = await signIn(browser, base, 'Ife Brandreth');
  await page.goto(`${base}/child/${alex}/visit`);
  await page.locator('#where').check();
  await page.locator(`#seen-${alex}`).check();
  await page.locator(`#alone-${alex}`).check();
  await did(page, 'Ife Brandreth', 'Record the visit');
  await page.goto(`${base}/child/${alex}/place`);
  await page.locator('#home-name').fill('Tamblewick');
  for (const id of ['type', 'provider-PR4', 'emergency', 'school']) await page.locator(`#${id}`).check();
  await page.getByRole('button', { name: 'Look at what stands in the way' }).click();
  await page.locator('#why').fill('Near the school');
  await page.locator('#alternatives').fill('Foster care, none free');
  await did(page, 'Ife Brandreth', 'Propose this placement');
  await page.goto(`${base}/child/${alex}/said`);
  await page.locator('#words').fill('I want to go back to my school');
  await page.getByRole('button', { name: 'Save draft' }).click();
  note('Ife Brandreth', `${base}/drafts`);
  await page.context().close();
}

async function look(page, path) {
  const wrong = [];
  const say = (what, list) => { if (list.length) wrong.push(`${what}: ${list.join(' | ')}`); };
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
  const answer = await page.goto(server.base + path);
  if (answer.status() >= 400) return [`${answer.status()}`];
  if (!/\S/.test(await page.title())) wrong.push('no title');
  await openAll(page);
  for (const width of [1280, 360, 320]) {
    await page.setViewportSize({ width, height: 900 });
    say(`${width}`, await sticksOut(page));
    if (width !== 360) say(`axe at ${width}`, await complaintsOfAxe(page));
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    say(`axe in the dark at ${width}`, await complaintsOfAxe(page, ['color-contrast',
      'link-in-text-block']));
  }
  say('console', page.complaints.splice(0));
  return wrong;
}

test('each page of the table of routes was reached', () => {
  assert.deepEqual(pages.filter((r) => !found.has(r)), []);
});

test('each page fits, and axe finds nothing', async (t) => {
  const all = [...found].sort((a, b) => `${a[1].who}`.localeCompare(`${b[1].who}`));
  const half = (n) => all.filter((_, i) => i % 2 === n);
  const wrong = [];
  await Promise.all([0, 1].map(async (n) => {
    let page, as = null;
    for (const [route, { who, path }] of half(n)) {
      if (as !== who) {
        await page?.context().close();
        page = who ? await signIn(browser, server.base, who) : await browser.newPage();
        page.complaints ??= [];
        as = who;
      }
      for (const words of await look(page, path)) wrong.push(`${route} as ${who}: ${words}`);
    }
    await page?.context().close();
  }));
  t.diagnostic(`${all.length} pages`);
  assert.deepEqual(wrong, []);
});
