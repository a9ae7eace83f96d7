// The program itself over one evening of a made-up authority: the journeys of the night.
// SIGHTLINE: the program; REGISTER: a register made by `sightline simulate --evening`.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { signInAs, startBrowser, startServer } from './start.mjs';

let browser, server, page;

before(async () => {
  server = await startServer(process.env.SIGHTLINE ?? 'build/sightline',
    ['serve', '--register', process.env.REGISTER ?? 'var/demo', '--port', '0']);
  browser = await startBrowser();
  page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await signInAs(page, server.base, 'director');
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const board = () => page.goto(`${server.base}/`);
const numberIn = async (locator) => Number((await locator.innerText()).trim());
const firstChild = () => page.locator('.sl-board h2 a').first();

test('the count beside Missing now is the count on the board', async () => {
  await board();
  const rows = await page.locator('.sl-board').first().locator(':scope > li').count();
  assert.ok(rows > 0, 'the evening has somebody missing');
  assert.equal(await numberIn(page.locator('.sl-nav .sl-count')), rows);
  assert.equal(await numberIn(page.locator('.sl-strip b').first()), rows);
});

test('nobody is told twice on the board, and no more than four duties stand open', async () => {
  await board();
  for (const row of await page.locator('.sl-board > li').all()) {
    const told = await row.locator('.sl-receipts tbody th').allInnerTexts();
    const people = told.map((words) => words.replace(/\(\d+ messages\)/, '').trim());
    assert.equal(new Set(people).size, people.length);
    assert.ok(await row.locator('.sl-owed > li').count() <= 4);
  }
});

test('a child comes back, and is reported again; each is kept with its number', async () => {
  await board();
  const name = (await firstChild().innerText()).trim();
  await firstChild().click();
  const file = new URL(page.url()).pathname;
  await page.getByRole('link', { name: / is back$/ }).first().click();
  await page.locator('input[name=when]').first().check();
  await page.locator('main button[type=submit]').first().click();
  await page.getByText('Nobody can change or remove it').waitFor();
  await board();
  assert.ok(!(await page.locator('.sl-board h2 a').allInnerTexts()).includes(name));
  await page.goto(server.base + file);
  await page.getByRole('link', { name: /^Report .* missing$/ }).last().click();
  await page.locator('input[name=where]').first().check();
  await page.locator('input[name=police]').first().check();
  await page.getByRole('button', { name: /^Report .* missing$/ }).first().click();
  await page.getByText('Nobody can change or remove it').waitFor();
  await board();
  assert.ok((await page.locator('.sl-board h2 a').allInnerTexts()).includes(name));
});

test('a file shows its newest entries and leads to all of them', async () => {
  await board();
  await firstChild().click();
  assert.ok(await page.locator('.sl-entries > li').count() <= 30);
  const all = page.getByRole('link', { name: /^All [\d,]+ entries$/ });
  if (await all.count() === 0) return;
  const words = await all.innerText();
  await all.click();
  assert.match(await page.locator('main').innerText(),
    new RegExp(`of ${/[\d,]+/.exec(words)[0]}\\.`));
});

test('every page of the evening is there', async () => {
  for (const path of ['/duties', '/duties?whose=all', '/duties?whose=all&part=late', '/alarms',
    '/children', '/report', '/rules']) {
    const response = await page.goto(server.base + path);
    assert.equal(response.status(), 200, path);
    assert.equal(await page.getByText('We could not').count(), 0, path);
  }
});
