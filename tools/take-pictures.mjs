// The pictures of docs/pictures: see tools/take-pictures, which starts this.
import { join } from 'node:path';
import { signInAs, startBrowser, startServer } from '../test/browser/start.mjs';

const [folder] = process.argv.slice(2);
const desk = { width: 1280, height: 720 }, phone = { width: 390, height: 844 };
const server = await startServer(process.env.SIGHTLINE,
  ['serve', '--register', process.env.REGISTER, '--port', '0']);
const browser = await startBrowser();
async function pageOf(who) {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await signInAs(page, server.base, who);
  return page;
}

async function take(page, name, path, size) {
  await page.setViewportSize(size);
  await page.goto(server.base + path);
  await page.screenshot({ path: join(folder, name) });
}

try {
  const page = await pageOf('missing coordinator');
  await page.goto(server.base);
  const child = await page.locator('.sl-board h2 a').first().getAttribute('href');
  await take(page, 'missing-now-desk.png', '/', desk);
  await take(page, 'missing-now-phone.png', '/', phone);
  await take(page, 'child-desk.png', child, desk);
  await take(page, 'child-phone.png', child, phone);
  await take(page, 'duties-desk.png', '/duties', desk);
  const manager = await pageOf('team manager');
  await manager.goto(`${server.base}/alarms`);
  const alarm = manager.locator('main a[href^="/child/"][href*="/alarm/"]').first();
  await take(manager, 'alarm-desk.png', await alarm.getAttribute('href'), { width: 1280, height: 900 });
  await take(manager, 'week-phone.png', '/week', phone);
  const night = await pageOf('night worker');
  await night.goto(`${server.base}/report`);
  const homes = night.locator('main a[href^="/report?home="]');
  if (await night.locator('main a[href^="/report/"]').count() === 0) await homes.first().click();
  const report = night.locator('main a[href^="/report/"]').first();
  await take(night, 'report-phone.png', await report.getAttribute('href'), phone);
} finally {
  await browser.close();
  await server.stop();
}
