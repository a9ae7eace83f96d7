// People at work in a real browser, without scripts: an alarm taken on and decided, a duty given to
// someone else, a shift handed over and taken. WORLD_SERVER: test/unit/web/world_server.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowser, startServer } from './start.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'sightline-work-'));
let browser, server;

// A partner whose area is that of Larkwater, where Alex lives; nobody is there.
const partner = `[partner "eastholt"]
address = http://127.0.0.1:9/exchange
origin = eastholt/sightline/00000001
key = ${Buffer.alloc(32, 7).toString('base64')}
area = E06000998
`;

before(async () => {
  writeFileSync(join(folder, 'partners.conf'), partner);
  process.env.SIGHTLINE_SETTINGS = join(folder, 'partners.conf');
  server = await startServer(process.env.WORLD_SERVER ?? 'build/test/unit/web/world_server', ['0']);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

async function signIn(name) {
  const context = await browser.newContext({ locale: 'en-GB', javaScriptEnabled: false,
    viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${server.base}/sign-in`);
  await page.getByLabel(name).check();
  await page.locator('form', { has: page.locator('.govuk-radios') })
    .getByRole('button', { name: 'Sign in', exact: true }).click();
  return page;
}

const kept = (page) => page.getByText('Nobody can change or remove it').waitFor();

test('an alarm is taken on, still waits, and is decided with a reason', async () => {
  const page = await signIn('Colm Vasey');
  await page.goto(`${server.base}/alarms`);
  await page.getByRole('link', { name: /^Missing for more than 24 hours.*Noor/ }).click();
  const alarm = page.url();
  await page.getByText('What made it ring').waitFor();
  assert.equal(await page.locator('svg [data-n]').count(), await page.locator('.sl-heard').count());
  await page.getByRole('button', { name: 'I have this' }).click();
  await kept(page);
  await page.goto(alarm);
  await page.getByText('Colm Vasey, missing coordinator said').waitFor();
  await page.locator('#reason').fill('Police and health meet at nine');
  await page.getByRole('button', { name: 'Record the decision' }).click();
  await page.getByRole('link', { name: 'Choose what is decided' }).click();
  assert.match(page.url(), /#decision$/);
  assert.equal(await page.locator('#reason').inputValue(), 'Police and health meet at nine');
  await page.getByLabel('multi-agency meeting called').check();
  await page.getByRole('button', { name: 'Record the decision' }).click();
  await kept(page);
  await page.goto(alarm);
  await page.getByText('It does not wait for a decision any more').waitFor();
  await page.getByText('Police and health meet at nine').waitFor();
  await page.context().close();
});

test('a duty is given by the team manager, not by the social worker', async () => {
  const worker = await signIn('Ife Brandreth');
  await worker.goto(`${server.base}/duties`);
  await worker.locator('main a[href*="/duty/"]').first().click();
  await worker.getByText('may not. Who may: team manager').waitFor();
  const duty = new URL(worker.url()).pathname;
  const page = await signIn('Ruth Lyle');
  await page.goto(server.base + duty);
  await page.locator('#to').selectOption({ label: 'Bea Bystander, Social worker' });
  await page.locator('#give-reason').fill('Ife is away until Monday');
  await page.getByRole('button', { name: 'Give it to them' }).click();
  await kept(page);
  await page.goto(server.base + duty);
  await page.getByText('Bea Bystander, social worker').first().waitFor();
  await page.context().close();
  await worker.context().close();
});

test('a shift is handed over, and both sides sign', async () => {
  const dee = await signIn('Dee Ashgrove');
  await dee.goto(`${server.base}/handover`);
  await dee.locator('#to').selectOption({ label: 'Owen Trask, Registered manager, Larkwater' });
  await dee.locator('#note').fill('Alex is out since 21:20; the brother was rung');
  await dee.getByRole('button', { name: 'Hand over' }).click();
  await dee.getByText('not yet').first().waitFor();
  const owen = await signIn('Owen Trask');
  await owen.goto(`${server.base}/handover`);
  await owen.getByText('Alex is out since 21:20').first().waitFor();
  await owen.getByRole('button', { name: /^Take it over/ }).click();
  await owen.locator('h1').waitFor();
  assert.equal(await owen.getByRole('button', { name: /^Take it over/ }).count(), 0);
  await owen.context().close();
  await dee.context().close();
});

async function isFit(page, what) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 320, height: 900 } });
  const looking = await context.newPage(); // axe is a script: the page itself has none
  await context.addCookies(await page.context().cookies());
  for (const width of [1280, 320]) {
    await looking.setViewportSize({ width, height: 900 });
    await looking.goto(page.url());
    for (const closed of await looking.locator('details:not([open]) > summary').all())
      if (await closed.isVisible()) await closed.evaluate((e) => { e.parentElement.open = true; });
    const [content, window] = await looking.evaluate(() =>
      [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(content <= window, `${what}: ${content} px in a window of ${window}`);
    await looking.evaluate(axe);
    const { violations } = await looking.evaluate(() => globalThis.axe.run(document));
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`), [], what);
  }
  await context.close();
}

test('the notice to the register of the area is sent once, and said not to be there yet', async () => {
  const page = await signIn('Ife Brandreth');
  await page.goto(`${server.base}/children`);
  await page.locator('#number').fill('566910');
  await page.locator('#number').press('Enter');
  await page.getByRole('link', { name: /^Notice of the placement to eastholt/ }).click();
  await isFit(page, 'notice, not sent');
  await page.getByLabel('The assessment of needs goes with it').check();
  await page.getByRole('button', { name: /^Send the notice to eastholt/ }).click();
  await page.getByRole('link', { name: 'Put in the assessment of needs' }).click();
  assert.equal(await page.getByLabel('The assessment of needs goes with it').isChecked(), true);
  await page.locator('#needs').fill('What Alex needs');
  await page.getByRole('button', { name: /^Send the notice to eastholt/ }).click();
  await page.getByText('Not delivered yet').waitFor();
  await isFit(page, 'notice, sent');
  await page.context().close();
});

test('a home has its reasons too', async () => {
  const page = await signIn('Owen Trask');
  await page.goto(`${server.base}/duties`);
  await page.locator('main a[href^="/home/"][href*="/duty/"]').first().click();
  await isFit(page, 'a duty of a home');
  await page.getByText('Why is this owed?').first().click();
  await page.getByRole('link', { name: /^The dates and the arithmetic/ }).click();
  await page.getByText('Started by').first().waitFor();
  await isFit(page, 'why a home owes it');
  await page.context().close();
});
