// Golden pictures: pages that people live in, at a desk and on a phone, as somebody looked at them
// and found them right. The made-up register's clock stands still. ACCEPT=1 takes them anew.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { startBrowser, startServer } from './start.mjs';
import { childNumber, signIn, worldServer } from './looks.mjs';

const folder = fileURLToPath(new URL('golden/', import.meta.url));
const accept = process.env.ACCEPT === '1';
// Letters are drawn a little differently from one build of a font to the next; a box that moved
// shows as much more than this share of the points.
const differing = 0.02;
const sizes = { desk: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } };
// On a machine with other fonts than those the pictures were taken with, nothing can be compared.
const font = 'Liberation Sans';
let browser, server, at;

before(async () => {
  server = await startServer(worldServer, ['0']);
  browser = await startBrowser();
  const page = await signIn(browser, server.base, 'Colm Vasey');
  at = { alex: await childNumber(page, server.base, '566910') };
  await page.goto(`${server.base}/alarms`);
  at.alarm = await page.getByRole('link', { name: /^Missing for more than 24 hours.*Noor/ })
    .getAttribute('href');
  await page.goto(`${server.base}/child/${at.alex}`);
  at.episode = await page.getByRole('link', { name: 'This episode' }).getAttribute('href');
  at.interview = await page.locator('main a[href*="/interview/"]').first().getAttribute('href');
  await page.context().close();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const pictures = [
  ['sign-in', null, () => '/sign-in'],
  ['board', 'Colm Vasey', () => '/'],
  ['child', 'Colm Vasey', () => `/child/${at.alex}`],
  ['alarm', 'Colm Vasey', () => at.alarm],
  ['episode', 'PC Lowrie', () => at.episode],
  ['my-home', 'Dee Ashgrove', () => '/my-home'],
  ['report', 'Dee Ashgrove', () => `/report/${at.alex + 4}`],
  ['profile', 'Dee Ashgrove', () => `/child/${at.alex}/profile`],
  ['my-day', 'Ife Brandreth', () => '/my-day'],
  ['interview', 'Ife Brandreth', () => at.interview],
  ['visit', 'Ife Brandreth', () => `/child/${at.alex}/visit`],
  ['oversight', 'Ruth Lyle', () => '/oversight'],
  ['reviews', 'Priya Stanmere', () => '/reviews'],
  ['refused', 'Bea Bystander', () => `/child/${at.alex}`],
];

// As few colours as still show every word and shape: six of each light, 216 in all.
const lights = [0, 64, 128, 192, 241, 255];

async function plain(page, picture) {
  const drawn = await page.evaluate(async ([was, steps]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${was}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    const near = Array.from({ length: 256 }, (_, light) => steps.reduce((best, step, k) =>
      Math.abs(step - light) < Math.abs(steps[best] - light) ? k : best, 0));
    const level = (i) => near[data[i]];
    let points = '';
    for (let i = 0; i < data.length; i += 4)
      points += String.fromCharCode(level(i) * 36 + level(i + 1) * 6 + level(i + 2));
    return { width: image.width, height: image.height, points: btoa(points) };
  }, [picture.toString('base64'), lights]);
  return encoded({ ...drawn, points: Buffer.from(drawn.points, 'base64') });
}

// PNG (ISO/IEC 15948) with a palette: a browser's own canvas keeps four bytes a point.
function encoded({ width, height, points }) {
  const size = Buffer.alloc(13), rows = Buffer.alloc(height * (width + 1));
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 3], 8);
  for (let y = 0; y < height; y++)
    points.copy(rows, y * (width + 1) + 1, y * width, (y + 1) * width);
  const colours = Buffer.from(Array.from({ length: 216 }, (_, c) =>
    [Math.floor(c / 36), Math.floor(c / 6) % 6, c % 6].map((k) => lights[k])).flat());
  const part = (name, bytes) => {
    const body = Buffer.concat([Buffer.from(name), bytes]), around = Buffer.alloc(8);
    around.writeUInt32BE(bytes.length, 0);
    around.writeUInt32BE(crc(body), 4);
    return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
  };
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), part('IHDR', size),
    part('PLTE', colours), part('IDAT', deflateSync(rows, { level: 9 })), part('IEND', Buffer.alloc(0))]);
}

function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let k = 0; k < 8; k++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

// The share of points that differ by more than an eye would pass over, on a canvas of the browser.
async function differs(page, before, now) {
  return page.evaluate(async (both) => {
    const points = await Promise.all(both.map(async (coded) => {
      const image = new Image();
      image.src = `data:image/png;base64,${coded}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const drawn = canvas.getContext('2d');
      drawn.drawImage(image, 0, 0);
      return drawn.getImageData(0, 0, image.width, image.height);
    }));
    const [a, b] = points;
    if (a.width !== b.width || a.height !== b.height) return 1;
    let count = 0;
    for (let i = 0; i < a.data.length; i += 4) {
      const most = Math.max(...[0, 1, 2].map((k) => Math.abs(a.data[i + k] - b.data[i + k])));
      if (most > 48) count++;
    }
    return count / (a.data.length / 4);
  }, [before, now].map((picture) => picture.toString('base64')));
}

test('pages look as they did when somebody looked at them', async (t) => {
  const canvas = await browser.newPage();
  const drawnWith = await canvas.evaluate((name) => {
    const width = (family) => {
      const drawn = new OffscreenCanvas(1, 1).getContext('2d');
      drawn.font = `40px ${family}`;
      return drawn.measureText('Missing since 22:40').width;
    };
    return width('Arial, serif') === width(`"${name}", serif`)
      && width(`"${name}", serif`) !== width('serif');
  }, font);
  if (!drawnWith) return t.skip(`not tried: Arial is not drawn as ${font} here`);
  mkdirSync(folder, { recursive: true });
  const wrong = [];
  for (const [name, who, path] of pictures) {
    const page = who ? await signIn(browser, server.base, who) : await browser.newPage();
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      await page.goto(server.base + path());
      const file = join(folder, `${name}-${size}.png`);
      const now = await plain(canvas, await page.screenshot({ animations: 'disabled' }));
      if (accept) writeFileSync(file, now);
      else if (!existsSync(file)) wrong.push(`${name} (${size}): there is no picture yet`);
      else {
        const share = await differs(canvas, readFileSync(file), now);
        if (share <= differing) continue;
        const kept = join(tmpdir(), `${name}-${size}-now.png`);
        writeFileSync(kept, now);
        wrong.push(`${name} (${size}): ${(share * 100).toFixed(1)} % differ; see ${kept}`);
      }
    }
    await (who ? page.context() : page).close();
  }
  assert.deepEqual(wrong, []);
});
