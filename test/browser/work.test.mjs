// People at work in a real browser, without scripts: an alarm taken on and decided, a duty given to
// someone else, a shift handed over and taken. WORLD_SERVER: test/unit/web/world_server.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startBrowser, startServer } from './start.mjs';

let browser, server;

before(async () => {
  server = await startServer(process.env.WORLD_SERVER ?? 'build/test/unit/web/world_server', ['0']);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function signIn(name) {
  const context = await browser.newContext({ locale: 'en-GB', javaScriptEnabled: false,
    viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${server.base}/sign-in`);
  await page.getByLabel(name).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
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
