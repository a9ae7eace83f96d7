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

const small = { width: 360, height: 780 }, tall = { width: 1280, height: 1000 };
try {
  const page = await pageOf('missing coordinator');
  await page.goto(server.base);
  const child = await page.locator('.sl-board h2 a').first().getAttribute('href');
  const episode = await page.locator('a[href*="/episode/"]').first().getAttribute('href');
  await take(page, 'missing-now-desk.png', '/', desk);
  await take(page, 'missing-now-phone.png', '/', phone);
  await take(page, 'child-desk.png', child, desk);
  await take(page, 'child-phone.png', child, phone);
  await take(page, 'duties-desk.png', '/duties', desk);
  await take(page, 'episode-desk.png', episode, tall);
  await take(page, 'guide-phone.png', `${child}/guide`, small);
  const manager = await pageOf('team manager');
  await manager.goto(`${server.base}/alarms`);
  const alarm = manager.locator('main a[href^="/child/"][href*="/alarm/"]').first();
  await take(manager, 'alarm-desk.png', await alarm.getAttribute('href'), { width: 1280, height: 900 });
  await take(manager, 'week-phone.png', '/week', phone);
  await take(manager, 'oversight-desk.png', '/oversight', tall);
  await manager.goto(`${server.base}/placements`);
  const waiting = manager.locator('main a[href*="/approve/"]').first();
  if (await waiting.count() > 0)
    await take(manager, 'placement-desk.png', await waiting.getAttribute('href'), tall);
  await take(manager, 'looked-desk.png', `${child}/looked`, desk);
  const officer = await pageOf('independent reviewing');
  await take(officer, 'reviews-desk.png', '/reviews', desk);
  const worker = await pageOf('social worker');
  await take(worker, 'my-day-desk.png', '/my-day', tall);
  await worker.goto(`${server.base}/children`);
  const mine = await worker.locator('main a[href^="/child/"]').first().getAttribute('href');
  await take(worker, 'visit-phone.png', `${mine}/visit`, small);
  const night = await pageOf('night worker');
  await take(night, 'my-home-phone.png', '/my-home', small);
  await night.goto(`${server.base}/my-home`);
  const report = night.locator('main a[href^="/report/"]').first();
  if (await report.count() > 0)
    await take(night, 'report-phone.png', await report.getAttribute('href'), small);
  await take(page, 'profile-phone.png', `${child}/profile`, small);
} finally {
  await browser.close();
  await server.stop();
}
