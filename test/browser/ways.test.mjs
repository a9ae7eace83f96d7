// Without a mouse, with large letters, with colours of one's own, on paper: the main pages serve all.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startBrowser, startServer } from './start.mjs';
import { childNumber, complaintsOfAxe, kept, neverScrollsSideways, signIn, tabTo, worldServer }
  from './looks.mjs';

let browser, server, base, at;

before(async () => {
  server = await startServer(worldServer, ['0']);
  base = server.base;
  browser = await startBrowser();
  const page = await signIn(browser, base, 'Colm Vasey');
  at = { alex: await childNumber(page, base, '566910') };
  await page.goto(`${base}/alarms`);
  at.alarm = await page.getByRole('link', { name: /^Missing for more than 24 hours.*Noor/ })
    .getAttribute('href');
  await page.context().close();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const button = (words) => (e) => e.tag === 'BUTTON' && e.text.startsWith(words);

async function press(page, matches, key) {
  await tabTo(page, matches);
  await page.keyboard.press(key);
}

test('signing in and leading to the content, by keyboard', async () => {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await page.goto(`${base}/sign-in`);
  await page.keyboard.press('Tab');
  const skip = page.locator('.govuk-skip-link');
  assert.ok(await skip.evaluate((e) => e === document.activeElement), 'the first stop is the skip link');
  assert.ok((await skip.boundingBox()).height > 10, 'it is seen when it has the focus');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  await tabTo(page, (e) => e.name === 'person');
  for (let i = 0; i < 40 && !await page.getByLabel('Colm Vasey').isChecked(); i++)
    await page.keyboard.press('ArrowDown');
  await press(page, button('Sign in'), 'Enter');
  await page.locator('h1', { hasText: 'Missing now' }).waitFor();
  await page.context().close();
});

test('a visit is recorded by keyboard', async () => {
  const page = await signIn(browser, base, 'Ife Brandreth');
  await page.goto(`${base}/child/${at.alex}/visit`);
  for (const name of ['where', `seen-${at.alex}`, `alone-${at.alex}`])
    await press(page, (e) => e.name === name, 'Space');
  await tabTo(page, (e) => e.name === `words-${at.alex}`);
  await page.keyboard.type('I want to see my brother');
  await press(page, button('Record the visit'), 'Enter');
  await kept(page);
  await page.context().close();
});

test('an alarm is decided by keyboard', async () => {
  const page = await signIn(browser, base, 'Ruth Lyle');
  await page.goto(base + at.alarm);
  await press(page, (e) => e.name === 'decision', 'Space');
  await tabTo(page, (e) => e.name === 'reason');
  await page.keyboard.type('Police and health meet at nine');
  await press(page, button('Record the decision'), 'Enter');
  await kept(page);
  await page.context().close();
});

const mainPages = () => ['/', '/duties', '/alarms', at.alarm, `/child/${at.alex}`,
  `/child/${at.alex}/profile`, `/report/${at.alex}`, `/child/${at.alex}/grade`, '/oversight',
  '/children', '/rules'];

// 1280 points at 400 % are 320 points, 256 of height; a page that is fixed at the top would hide it.
test('at four times the size nothing is cut off', async () => {
  const page = await signIn(browser, base, 'Colm Vasey',
    { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });
  for (const path of mainPages()) {
    await page.goto(base + path);
    await neverScrollsSideways(page, path);
    const cut = await page.evaluate(() => [...document.querySelectorAll('main *')].filter((e) => {
      const look = getComputedStyle(e);
      return (look.overflowX === 'hidden' || look.overflowX === 'clip') && e.clientWidth > 2
        && e.scrollWidth > e.clientWidth + 1 && !e.closest('svg') && !e.matches('input, select');
    }).map((e) => e.outerHTML.slice(0, 120)));
    assert.deepEqual(cut, [], path);
    const fixed = await page.evaluate(() => [...document.querySelectorAll('*')]
      .filter((e) => ['fixed', 'sticky'].includes(getComputedStyle(e).position)).length);
    assert.equal(fixed, 0, `${path}: something stands still over the page`);
  }
  await page.context().close();
});

test('larger letters alone break nothing', async () => {
  const page = await signIn(browser, base, 'Colm Vasey', { viewport: { width: 640, height: 800 } });
  for (const path of mainPages()) {
    await page.goto(base + path);
    // WCAG 2.2, 1.4.12: spacing that a reader sets
    await page.addStyleTag({ content: `* { line-height: 1.5 !important; letter-spacing: .12em !important;
      word-spacing: .16em !important } p { margin-bottom: 2em !important }` }).catch(() => {});
    await neverScrollsSideways(page, path);
  }
  await page.context().close();
});

test('colours of the reader, and no motion', async () => {
  const page = await signIn(browser, base, 'Colm Vasey',
    { forcedColors: 'active', reducedMotion: 'reduce' });
  for (const path of mainPages()) {
    await page.goto(base + path);
    assert.deepEqual(await complaintsOfAxe(page, ['color-contrast']), [], path);
    const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((e) => {
      const look = getComputedStyle(e);
      return look.animationName !== 'none' || look.transitionDuration.split(',')
        .some((t) => parseFloat(t) > 0);
    }).map((e) => e.outerHTML.slice(0, 100)));
    assert.deepEqual(moving, [], path);
  }
  await page.context().close();
});

// Words on paper: what a page holds, folded or not, and nothing that only a screen can do.
test('pages are printed on A4 with all that is folded', async () => {
  const page = await signIn(browser, base, 'Colm Vasey');
  for (const path of ['/', '/duties?whose=all', at.alarm, `/child/${at.alex}`,
    `/child/${at.alex}/profile`]) {
    await page.goto(base + path);
    await page.emulateMedia({ media: 'print' });
    const folded = await page.evaluate(() => [...document.querySelectorAll('details:not([open])')]
      .filter((d) => !d.querySelector('[hidden]') && d.lastElementChild.offsetHeight === 0)
      .map((d) => d.innerText.slice(0, 60)));
    assert.deepEqual(folded, [], `${path}: folded on paper`);
    for (const gone of ['.sl-nav', '.sl-find', '.govuk-skip-link'])
      assert.equal(await page.locator(gone).isVisible(), false, `${path}: ${gone} on paper`);
    assert.ok(await page.locator('h1').isVisible(), path);
    const paper = await page.pdf({ format: 'A4' });
    const sheets = paper.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
    assert.ok(paper.length > 8000 && sheets >= 1 && sheets < 60, `${path}: ${sheets} sheets`);
    if (path.endsWith('/profile')) assert.ok(sheets <= 2, `the profile is ${sheets} sheets`);
    await page.emulateMedia({ media: 'screen' });
  }
  await page.context().close();
});
