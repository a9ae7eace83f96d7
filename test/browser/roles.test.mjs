// The day of each role, from signing in to its last form, with a script and without, on a phone and
// at a desk: what must be seen on the way, and what must not.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startBrowser, startServer } from './start.mjs';
import { childNumber, kept, neverScrollsSideways, signIn, worldServer } from './looks.mjs';

const phone = { width: 360, height: 740 }, desk = { width: 1280, height: 900 };
const ways = [
  { named: 'phone, no script', javaScriptEnabled: false, viewport: phone },
  { named: 'desk', viewport: desk },
  { named: 'phone', viewport: phone },
  { named: 'desk, no script', javaScriptEnabled: false, viewport: desk },
];
let browser;
const worlds = [];

before(async () => { browser = await startBrowser(); });
after(async () => {
  await browser?.close();
  for (const world of worlds) await world.stop();
});

// One step of a day after the other, in words of the person who takes it.
function day(page, base, at) {
  const main = page.locator('main');
  return {
    page, at,
    sees: (words) => main.getByText(words).filter({ visible: true }).first().waitFor(),
    seesNot: async (words) => assert.equal(await page.getByText(words).count(), 0, `${words}`),
    heading: (words) => page.locator('h1', { hasText: words }).waitFor(),
    open: (path) => page.goto(base + path),
    refused: async (path) => assert.equal((await page.goto(base + path)).status(), 403, path),
    follow: async (words, where = main) => {
      const link = where.getByRole('link', { name: words }).first();
      const to = await link.getAttribute('href');
      await link.click();
      await page.waitForURL((url) => url.pathname + url.search === to.split('#')[0]);
    },
    press: (words) => main.getByRole('button', { name: words }).first().click(),
    tick: async (...ids) => { for (const id of ids) await page.locator(`#${id}`).check(); },
    type: async (fields) => {
      for (const [id, words] of Object.entries(fields)) await page.locator(`#${id}`).fill(words);
    },
    kept: () => kept(page),
    fits: () => neverScrollsSideways(page, page.url()),
  };
}

const roles = {
  'Dee Ashgrove': async (d) => { // night worker
    await d.heading('Larkwater');
    await d.sees('To do next');
    await d.sees('Alex is back');
    await d.sees('101');
    await d.fits();
    await d.follow('Report Rowan missing');
    await d.tick('where', 'police');
    await d.press('Report Rowan missing');
    await d.kept();
    await d.sees('Do these next, in this order');
    await d.type({ wearing: 'red coat' });
    await d.press('Add to the report');
    await d.page.locator('#wearing').waitFor();
    await d.fits();
    await d.open(`/child/${d.at.rowan}/profile`);
    await d.heading('profile for the police');
    await d.sees('red coat');
    await d.open(`/child/${d.at.rowan}/back`);
    await d.tick('when', 'how');
    await d.type({ said: 'I was cold' });
    await d.press('Rowan is back');
    await d.kept();
    await d.sees('within 72 hours of coming back');
    await d.open('/handover');
    await d.page.locator('#to').selectOption({ index: 1 });
    await d.type({ note: 'Alex is still out' });
    await d.press('Hand over');
    await d.sees('not yet');
    await d.fits();
    await d.refused('/oversight');
  },
  'Ife Brandreth': async (d) => { // social worker
    await d.heading('My day');
    await d.sees('My children');
    await d.fits();
    await d.open(`/child/${d.at.alex}/visit`);
    await d.page.locator('summary', { hasText: 'Did you see another child of yours' }).click();
    await d.tick(`with-${d.at.noor}`);
    await d.press('Ask about them too');
    await d.heading('Record a visit to Alex and Noor');
    await d.tick('where', `seen-${d.at.alex}`, `alone-${d.at.alex}`, `seen-${d.at.noor}-false`);
    await d.type({ [`why-said-${d.at.noor}`]: 'Noor is missing', [`words-${d.at.alex}`]: 'I miss home' });
    await d.press('Record the visit');
    await d.sees('for 2 children, each in its own file');
    await d.fits();
    await d.open(`/child/${d.at.alex}/interview/${d.at.episode}`);
    await d.heading('Return interview');
    await d.follow('Record the offer');
    await d.type({ how: 'By text' });
    await d.press('Record the offer');
    await d.kept();
    await d.open(`/child/${d.at.alex}/guide`);
    await d.heading('When exploitation is suspected');
    await d.follow('Write down what was done');
    await d.type({ text: 'The police were rung', told: 'PC Lowrie' });
    await d.press('Keep this step');
    await d.kept();
    await d.open(`/child/${d.at.alex}/said`);
    await d.type({ words: 'I want my old school' });
    await d.press('Keep these words');
    await d.kept();
    await d.open(`/child/${d.at.alex}/place`);
    await d.type({ 'home-name': 'Tamblewick' });
    await d.tick('type', 'provider-PR4', 'emergency', 'school');
    await d.press('Look at what stands in the way');
    await d.sees('What was checked');
    await d.fits();
    await d.type({ why: 'Near the school', alternatives: 'Foster care, none free' });
    await d.press('Propose this placement');
    await d.heading(/Placing Alex at Tamblewick/);
    await d.sees('Near the school');
    d.at.proposal = new URL(d.page.url()).pathname;
    await d.fits();
    await d.refused('/accounts');
  },
  'Colm Vasey': async (d) => { // missing coordinator
    await d.heading('Missing now');
    await d.sees('people told but not yet seen to know');
    await d.fits();
    await d.open(`/child/${d.at.alex}/grade`);
    await d.tick('grade-low');
    await d.type({ reasons: 'Rang from a friend' });
    await d.press('Record the grade');
    await d.kept();
    await d.open(`/child/${d.at.alex}/episode/${d.at.now}`);
    await d.sees('Rang the brother');
    await d.fits();
    await d.open('/differences');
    await d.heading('Told differently');
    await d.fits();
    await d.open(`/child/${d.at.rowan}/meeting`);
    await d.type({ on: '2026-11-16', invited: 'Home, police, health; Rowan was asked' });
    await d.press('Call the meeting');
    await d.heading('Meetings about patterns');
    await d.sees('Called for Monday 16 November');
    await d.sees('Move it');
    await d.fits();
  },
  'PC Lowrie': async (d) => { // police missing coordinator
    await d.heading('Missing now');
    await d.open(`/child/${d.at.alex}/grade`);
    await d.tick('grade');
    await d.type({ reasons: 'A man waited in a car last time' });
    await d.press('Record the grade');
    await d.kept();
    await d.open(`/child/${d.at.alex}/episode/${d.at.now}`);
    await d.sees('A man waited in a car last time');
    await d.open(`/child/${d.at.alex}/entry?kind=sighting-recorded`);
    await d.type({ where: 'Harbour car park' });
    await d.press('Add the sighting');
    await d.kept();
    await d.open(`/child/${d.at.alex}/entry?kind=prevention-interview-held`);
    await d.tick('disclosed-false');
    await d.type({ outcome: 'Spoke with a worker there' });
    await d.press('Record the interview');
    await d.kept();
    await d.fits();
  },
  'Ruth Lyle': async (d) => { // team manager
    await d.heading(/late/i);
    await d.sees('By job');
    await d.fits();
    await d.open('/alarms');
    await d.follow(/^Missing for more than 24 hours.*Noor/);
    await d.page.locator('input[name=decision]').first().check();
    await d.type({ reason: 'Police and health meet at nine' });
    await d.press('Record the decision');
    await d.kept();
    await d.open('/placements');
    await d.sees('Tamblewick');
    await d.open(d.at.proposal);
    await d.sees('Near the school');
    await d.fits();
    await d.open(`/person/${d.at.ife}`);
    await d.heading('Ife Brandreth');
    await d.sees('Give them to somebody else');
    await d.fits();
    await d.open('/accounts');
    await d.heading('Accounts');
    await d.sees('Make an invitation');
    await d.fits();
    await d.open('/odd-access');
    await d.heading('Odd access');
  },
  'Priya Stanmere': async (d) => { // reviewing officer
    await d.heading('Reviews');
    await d.sees('Reviews of the children I work with');
    await d.sees('Alex Tamber');
    await d.seesNot('Rowan Ebbsfleet');
    await d.fits();
    await d.refused('/accounts');
  },
  'Maren Thole': async (d) => { // director
    await d.heading(/late/i);
    await d.fits();
    await d.open(d.at.proposal);
    await d.sees('What was checked');
    await d.open('/homes-by-size');
    await d.sees('What counts is whether it has more than its size and chance would give');
    await d.fits();
    await d.open('/coverage');
    await d.sees('rows of the law with rules');
  },
  'Nia Calloway': async (d) => { // designated nurse
    await d.heading('Missing now');
    await d.sees('with whom you have no relation. They are not shown');
    await d.open('/children');
    await d.follow(/^Alex Tamber/);
    await d.heading('Alex');
    await d.fits();
    await d.open(`/child/${d.at.alex}/entry?kind=health-assessed`);
    await d.page.locator('main input[type=radio]').first().check();
    await d.press('Record the assessment');
    await d.kept();
    await d.refused(`/child/${d.at.noor}`);
    await d.seesNot('Aldane');
  },
  'Tom Ferris': async (d) => { // designated teacher
    await d.heading('Missing now');
    await d.open('/report');
    await d.sees('Alex');
    await d.seesNot('Rowan');
    await d.open(`/child/${d.at.alex}`);
    await d.heading('Alex');
    await d.fits();
    await d.refused('/oversight');
  },
  'Vera Hollis': async (d) => { // virtual school head
    await d.heading('Missing now');
    await d.open(`/child/${d.at.alex}`);
    await d.sees('Eastholt tuition');
    await d.fits();
  },
  'Ivor Pentreath': async (d) => { // inspector
    await d.heading('Rules');
    await d.sees('You see the rules, and no child');
    await d.fits();
    assert.deepEqual(await d.page.locator('.sl-nav a').allInnerTexts(), ['Rules']);
    await d.follow(/^What they cover of the law/);
    await d.sees('rows of the law with rules');
    for (const path of ['/', '/duties', '/children', `/child/${d.at.alex}`, '/homes-by-size']) {
      await d.refused(path);
      await d.seesNot('Tamber');
    }
  },
  'Cass Morrow': async (d) => { // commissioner
    await d.heading('Missing now');
    await d.sees('They are not shown');
    await d.seesNot('Tamber');
    await d.open('/homes-by-size');
    await d.sees('Larkwater');
    await d.fits();
    await d.refused(`/child/${d.at.alex}`);
  },
};

// The numbers by which the days speak of children and episodes, and a first difference.
async function numbers(base) {
  const page = await signIn(browser, base, 'Ruth Lyle'), at = {};
  for (const [name, id] of [['alex', '566910'], ['noor', '566911'], ['rowan', '566914']])
    at[name] = await childNumber(page, base, id);
  await page.goto(`${base}/child/${at.alex}`);
  const links = await page.locator('main a[href*="/interview/"]').evaluateAll((all) =>
    all.map((a) => a.getAttribute('href')));
  at.episode = Number(/interview\/(\d+)/.exec(links[0])[1]);
  const now = await page.getByRole('link', { name: 'This episode' }).getAttribute('href');
  at.now = Number(/episode\/(\d+)/.exec(now)[1]);
  await page.goto(`${base}/oversight`);
  at.ife = Number(/\d+/.exec(await page.getByRole('link', { name: 'Ife Brandreth' }).first()
    .getAttribute('href'))[0]);
  await page.context().close();
  return at;
}

async function everyDay(t, { named, ...way }) {
  await t.test(named, async (of) => {
    const world = await startServer(worldServer, ['0']);
    worlds.push(world);
    const at = await numbers(world.base);
    for (const [who, has] of Object.entries(roles))
      await of.test(who, async () => {
        const page = await signIn(browser, world.base, who, way);
        await has(day(page, world.base, at));
        assert.deepEqual(page.complaints.filter((c) => !/status of [45]/.test(c)), []);
        await page.context().close();
      });
  });
}

// Each way in a world of its own, so that two go on side by side.
test('the day of every role', { concurrency: 2 }, (t) =>
  Promise.all(ways.map((way) => everyDay(t, way))));
