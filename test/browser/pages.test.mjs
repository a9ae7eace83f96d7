// Every page in a real browser: accessible, no sideways scrolling, keyboard only, without scripts.
// BASE_URL: a running register made by test/unit/web/world.c; else WORLD_SERVER is started.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { startBrowser, startServer } from './start.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const widths = [1280, 360, 320]; // and from end to end by axe at the widest and the narrowest
let browser, server, base;

before(async () => {
  server = process.env.BASE_URL ? null
    : await startServer(process.env.WORLD_SERVER ?? 'build/test/unit/web/world_server', ['0']);
  base = process.env.BASE_URL ?? server.base;
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function signIn(name, options = {}) {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (m) => { if (m.type() === 'error') page.complaints.push(m.text()); });
  page.on('pageerror', (e) => page.complaints.push(String(e)));
  await page.goto(`${base}/sign-in`);
  await page.getByLabel(name).check();
  await page.locator('form', { has: page.locator('.govuk-radios') })
    .getByRole('button', { name: 'Sign in', exact: true }).click();
  assert.ok(!new URL(page.url()).pathname.startsWith('/sign-in'));
  await page.goto(`${base}/`); // each role begins on its own page
  return page;
}

async function childPath(page, number) {
  await page.goto(`${base}/children`);
  await page.locator('#number').fill(number);
  await page.locator('#number').press('Enter');
  await page.locator('h1', { hasNotText: /^Children$/ }).waitFor();
  return new URL(page.url()).pathname;
}

async function isAccessible(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`), [], what);
}

async function neverScrollsSideways(page, what) {
  const [content, window] = await page.evaluate(() =>
    [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(content <= window, `${what}: ${content} px in a window of ${window}`);
}

async function isFit(page, what) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await neverScrollsSideways(page, `${what} at ${width}`);
    if (width !== 360) await isAccessible(page, `${what} at ${width}`);
  }
  assert.deepEqual(page.complaints.filter((c) => !/status of [45]/.test(c)), [], what);
}

test('other faces of a page are accessible and fit 320 px', async (t) => {
  const page = await signIn('Colm Vasey');
  const alex = await childPath(page, '566910');
  const rowan = await childPath(page, '566914');
  // The plain addresses are all in addresses.test.mjs: here are the other faces of a page.
  const paths = ['/duties?whose=team', '/duties?whose=all&only=overdue', '/alarms?list=all', rowan,
    `${alex}?at=2025-07-26T12:00:00Z`, `${alex}/entry?kind=visit-made`, '/nothing'];
  for (const path of paths)
    await t.test(path.replace(/\d{2,}/, 'N'), async () => {
      await page.goto(base + path);
      for (const closed of await page.locator('details:not([open]) > summary').all())
        if (await closed.isVisible()) await closed.evaluate((s) => { s.parentElement.open = true; });
      await isFit(page, path);
    });
  await page.context().close();
});

test('signing in, and being refused, are accessible', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.complaints = [];
  await page.goto(`${base}/sign-in`);
  await isFit(page, 'sign-in');
  await context.close();
  const other = await signIn('Bea Bystander');
  await childPath(other, '566910');
  await other.getByText('That you asked has been recorded').waitFor();
  assert.equal(await other.getByText('Tamber').count(), 0);
  await isFit(other, 'refused');
  await other.context().close();
});

test('hostile words stay words', async () => {
  const page = await signIn('Dee Ashgrove');
  let ran = false;
  await page.exposeFunction('alert', () => { ran = true; });
  await page.getByRole('link', { name: /^<script>alert/ }).first().click();
  await page.locator('h1').waitFor();
  assert.match(await page.locator('h1').innerText(), /<script>alert\(1\)<\/script>/);
  assert.equal(ran, false);
  assert.equal(await page.locator('script:not([src])').count(), 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

// Tabs until what has the focus answers to a name, as someone without a mouse would.
async function tabTo(page, matches, most = 120) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const e = document.activeElement;
      const label = e.labels?.[0]?.innerText ?? '';
      return { text: (label || e.innerText || '').trim(), name: e.getAttribute('name') ?? '',
        tag: e.tagName };
    });
    if (matches(here)) return here;
  }
  throw new Error(`not reached with ${most} tabs: ${matches}`);
}

test('report, receipt and back by keyboard alone, in under a minute', async () => {
  const page = await signIn('Dee Ashgrove', { viewport: { width: 360, height: 740 } });
  await page.goto(`${base}/report`);
  const began = Date.now();
  await tabTo(page, (e) => e.tag === 'A' && /^Rowan/.test(e.text));
  await page.keyboard.press('Enter');
  await page.locator('h1', { hasText: 'Report Rowan missing' }).waitFor();
  await tabTo(page, (e) => e.name === 'where');
  await page.keyboard.press('Space');
  await tabTo(page, (e) => e.name === 'worry' && /without medicine/.test(e.text));
  await page.keyboard.press('Space');
  await tabTo(page, (e) => e.name === 'police');
  await page.keyboard.press('Space');
  await tabTo(page, (e) => e.tag === 'BUTTON' && /Report Rowan missing/.test(e.text));
  await page.keyboard.press('Enter');
  await page.getByText('Nobody can change or remove it').waitFor();
  const receipt = page.url();
  await isFit(page, 'reported');
  await page.goBack(); // a page is never kept by the browser: this is a fresh form, and it knows
  await page.getByText('has been reported already').waitFor();
  await page.goto(receipt);
  await page.getByText('Nobody can change or remove it').waitFor();
  await tabTo(page, (e) => e.tag === 'A' && e.text === 'Rowan is back');
  await page.keyboard.press('Enter');
  await page.locator('h1', { hasText: 'Rowan is back' }).waitFor();
  await tabTo(page, (e) => e.name === 'when');
  await page.keyboard.press('Space');
  await tabTo(page, (e) => e.tag === 'BUTTON' && e.text === 'Rowan is back');
  await page.keyboard.press('Enter');
  await page.getByText('within 72 hours of coming back').waitFor();
  const seconds = (Date.now() - began) / 1000;
  await isFit(page, 'returned');
  assert.ok(seconds < 60, `took ${seconds} s`);
  await page.context().close();
});

test('errors say what is wrong, keep what was typed, and lead to the field', async () => {
  const page = await signIn('Ife Brandreth');
  const alex = await childPath(page, '566910');
  await page.goto(`${base}${alex}/entry?kind=sighting-recorded`);
  await page.locator('#with').fill('an adult');
  await page.getByRole('button', { name: 'Add the sighting' }).click();
  await page.locator('.govuk-error-summary').waitFor();
  assert.equal(await page.locator('#with').inputValue(), 'an adult');
  await isFit(page, 'errors');
  await page.getByRole('link', { name: 'This one must be answered' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'where');
  await page.context().close();
});

test('every journey works without scripts', async () => {
  const page = await signIn('Ife Brandreth', { javaScriptEnabled: false });
  await page.getByRole('link', { name: 'Noor Aldane' }).first().click();
  await page.getByRole('link', { name: 'Add a sighting' }).first().click();
  await page.locator('#where').fill('Bus station');
  await page.getByRole('button', { name: 'Add the sighting' }).click();
  await page.getByText('It is kept.').waitFor();
  await page.getByRole('link', { name: /Noor.*file/ }).click();
  await page.locator('summary', { hasText: 'The same as a table' }).click();
  await page.locator('#marks').waitFor({ state: 'visible' });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
  await page.context().close();
});

test('each drawing stands for as many rows as its table marks', async () => {
  const page = await signIn('Colm Vasey');
  for (const number of ['566910', '566914', '566911']) {
    await page.goto(`${base}${await childPath(page, number)}?table=all`);
    const counts = await page.evaluate(() => ['desk', 'phone'].map((d) => [
      [...document.querySelectorAll(`.sl-picture__${d} [data-n]`)]
        .reduce((sum, g) => sum + Number(g.dataset.n), 0),
      document.querySelectorAll(`#marks tr[data-in-${d}]`).length]));
    for (const [drawn, listed] of counts) assert.equal(drawn, listed);
  }
  await page.context().close();
});
