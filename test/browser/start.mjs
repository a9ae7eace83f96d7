// A server of our own on a free port, and a browser without anything it does by itself.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { chromium } = require('playwright-core');
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--disable-dev-shm-usage'];

export function startServer(program, words) {
  const server = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (bytes) => {
      said += bytes;
      const ready = /ready (\S+)\n/.exec(said);
      if (ready) resolve({ base: ready[1], stop: () => stopServer(server) });
    });
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    process.on('exit', () => server.kill('SIGTERM'));
  });
}

function stopServer(server) {
  return new Promise((resolve) => {
    server.on('exit', resolve);
    server.kill('SIGTERM');
  });
}

export function startBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true, args });
}

// Signs in as the first person whose name or role is like this.
export async function signInAs(page, base, who) {
  await page.goto(`${base}/sign-in`);
  for (const more of await page.locator('details:not([open]) > summary').all())
    await more.evaluate((s) => { s.parentElement.open = true; });
  await page.locator('.govuk-radios__item', { hasText: who }).first().locator('input').check();
  await page.locator('form', { has: page.locator('.govuk-radios') })
    .getByRole('button', { name: 'Sign in', exact: true }).click();
}
