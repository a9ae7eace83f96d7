// A register of made-up people of our own, and somebody in it who has an account.
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signInAs, startServer } from './start.mjs';

const sightline = process.env.SIGHTLINE ?? 'build/sightline';

export async function startRegister(settings = '', port = 0) {
  const folder = mkdtempSync(join(tmpdir(), 'sightline-'));
  const register = join(folder, 'register');
  execFileSync(sightline, ['simulate', '--register', register, '--seed', '7', '--children', '8',
    '--years', '1']);
  appendFileSync(join(register, 'sightline.conf'), settings);
  const server = await startServer(sightline, ['serve', '--register', register, '--port',
    String(port)]);
  return {
    folder, register,
    base: server.base.replace('127.0.0.1', 'localhost'), // passkeys belong to a name
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// The team manager invites the social worker; the address of the invitation.
export async function invite(browser, base, who = 'social worker', name = 'gethin@northmere.example') {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInAs(page, base, 'team manager');
  await page.goto(`${base}/accounts`);
  const option = await page.locator('#person option', { hasText: who }).first().getAttribute('value');
  await page.locator('#person').selectOption(option);
  await page.locator('#sign-in').fill(name);
  await page.getByRole('button', { name: 'Make an invitation' }).click();
  const address = await page.locator('code.sl-key').innerText();
  await context.close();
  return base + new URL(address, base).pathname;
}

function codeOf(key) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key.replace(/[^A-Z2-7]/gi, '').toUpperCase()]
    .map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const mac = createHmac('sha1', bytes).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

// Uses the invitation: a password, a phone, the codes on paper. Signed in when it returns.
export async function enrol(page, invitation, password = 'correct horse battery staple') {
  await page.goto(invitation);
  await page.locator('#password').fill(password);
  await page.locator('#again-password').fill(password);
  await page.getByRole('button', { name: 'Go on to your phone' }).click();
  await page.locator('#code').fill(codeOf(await page.locator('code.sl-key').innerText()));
  await page.getByRole('button', { name: 'Connect this phone' }).click();
  await page.getByRole('button', { name: /go on/i }).click();
}
