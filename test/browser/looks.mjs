// What every page must stand: axe without a complaint, no sideways scrolling, the keyboard alone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const worldServer = process.env.WORLD_SERVER ?? 'build/test/unit/web/world_server';

// A page of a person of the made-up register; what the console complains of is collected.
export async function signIn(browser, base, name, options = {}) {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  context.setDefaultTimeout(6000);
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (m) => { if (m.type() === 'error') page.complaints.push(m.text()); });
  page.on('pageerror', (e) => page.complaints.push(String(e)));
  await page.goto(`${base}/sign-in`);
  await page.getByLabel(name).check();
  await page.locator('form', { has: page.locator('.govuk-radios') })
    .getByRole('button', { name: 'Sign in', exact: true }).click();
  return page;
}

export async function childNumber(page, base, number) {
  await page.goto(`${base}/children`);
  await page.locator('#number').fill(number);
  await page.locator('#number').press('Enter');
  await page.locator('h1', { hasNotText: /^Children$/ }).waitFor();
  return Number(/\/child\/(\d+)/.exec(page.url())[1]);
}

export async function openAll(page) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
}

// What axe says is wrong, in words; only: the names of some rules, else all of them.
export async function complaintsOfAxe(page, only) {
  if (!await page.evaluate(() => !!globalThis.axe)) await page.evaluate(axe);
  const { violations } = await page.evaluate((rules) => globalThis.axe.run(document,
    { resultTypes: ['violations'], ...(rules ? { runOnly: { type: 'rule', values: rules } } : {}) }),
  only);
  return violations.map((v) => `${v.id} ×${v.nodes.length}: ${v.nodes[0].html.slice(0, 200)}`);
}

export async function isAccessible(page, what, only) {
  assert.deepEqual(await complaintsOfAxe(page, only), [], what);
}

// Whatever reaches beyond the window, in words; things that scroll on their own may.
export async function sticksOut(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    const out = [...document.body.querySelectorAll('*')]
      .filter((e) => e.getBoundingClientRect().right > wide + 1 && !e.closest('svg *'));
    return [`${document.documentElement.scrollWidth} px in ${wide}`,
      ...out.slice(-3).map((e) => e.outerHTML.slice(0, 160))];
  });
}

export async function neverScrollsSideways(page, what) {
  assert.deepEqual(await sticksOut(page), [], what);
}

// Tabs until what has the focus answers, as someone without a mouse would; the focus is always seen.
export async function tabTo(page, matches, most = 150) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const e = document.activeElement;
      const look = getComputedStyle(e), label = e.labels?.[0];
      const beside = label ? getComputedStyle(label, '::before') : look;
      const seen = [look, beside].some((s) => (s.outlineStyle !== 'none' && s.outlineWidth !== '0px')
        || s.boxShadow !== 'none');
      return { text: (label?.innerText || e.innerText || '').trim(), name: e.getAttribute('name') ?? '',
        tag: e.tagName, id: e.id, seen,
        inside: e.type === 'date' && !e.matches(':focus'), // the small picture of a calendar in it
        html: e.outerHTML.slice(0, 120) };
    });
    if (here.tag !== 'BODY' && !here.inside) assert.ok(here.seen, `the focus cannot be seen: ${here.html}`);
    if (matches(here)) return here;
  }
  throw new Error(`not reached with ${most} tabs: ${matches}`);
}

export const kept = (page) => page.getByText('Nobody can change or remove it').first().waitFor();
