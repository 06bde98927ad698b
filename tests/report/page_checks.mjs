// What the page of a report must do in a browser. Arguments: the folder of the npm packages, a folder
// for pictures or an empty text, and the pages.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { check, end, launch, violations as found_by_axe } from "../support/browser.mjs";

const [packages, pictures, ...pages] = process.argv.slice(2);
const browser = await launch(packages);

/// Opens a page, and keeps what it asks for and what it complains of.
const open = async (file, options = {}, hash = "") => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const told = { outside: [], errors: [] };
  const own = pathToFileURL(file).href;
  page.on("request", request => {
    const url = request.url().split("#")[0];
    if (url !== own && !url.startsWith("data:")) told.outside.push(url);
  });
  page.on("console", message => { if (message.type() === "error") told.errors.push(message.text()); });
  page.on("pageerror", error => told.errors.push(String(error)));
  await page.goto(own + hash);
  return { context, page, told };
};

const violations = (page, contrastAlone = false) => found_by_axe(packages, page, { contrastAlone, least: 20 });

const openAll = page => page.evaluate(() => document.querySelectorAll("details").forEach(one => { one.open = true; }));

const keep = async (page, name, all = true) => {
  if (pictures) {
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, name + ".png"), fullPage: all });
  }
};

for (const [number, file] of pages.entries()) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      const name = `page ${number} ${colorScheme} ${width}`;
      const { context, page, told } = await open(file, { colorScheme, viewport: { width, height: 900 } });
      await page.evaluate(() => document.fonts.ready);
      await keep(page, `${number}-${colorScheme}-${width}`);
      check((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, name + ": no sideways scrolling");
      await openAll(page);
      check((await page.evaluate(() => document.documentElement.scrollWidth)) <= width,
            name + ": no sideways scrolling with all open");
      await keep(page, `${number}-${colorScheme}-${width}-open`);
      // a scheme changes colors alone
      const found = await violations(page, colorScheme === "dark");
      check(found.length === 0, `${name}: axe: ${found.join("; ")}`);
      check(told.outside.length === 0, `${name}: asks for ${told.outside}`);
      check(told.errors.length === 0, `${name}: complains: ${told.errors}`);
      await context.close();
    }
  }
}

// Without script: the same headings, rows and details that open.
for (const file of pages) {
  const with_script = await open(file);
  const headings = await with_script.page.locator("h2").allTextContents();
  const rows = await with_script.page.locator("tr").count();
  await with_script.context.close();
  const { context, page } = await open(file, { javaScriptEnabled: false });
  check(JSON.stringify(await page.locator("h2").allTextContents()) === JSON.stringify(headings), "headings without script");
  check((await page.locator("tr").count()) === rows && rows > 100, "rows without script");
  check((await page.locator("th button").count()) === 0, "no button that does nothing");
  await page.locator("details.court summary").first().click();
  check(await page.locator("details.court .in").first().isVisible(), "a court opens without script");
  await context.close();
}

// A place in the page opens what holds it.
{
  const { context, page } = await open(pages[0], {}, "#r11");
  check(await page.locator("#r11").isVisible(), "row 11 is shown");
  await page.goto(pathToFileURL(pages[0]).href + "#c0");
  check(await page.locator("#c0 .in").isVisible(), "court 0 is shown");
  await context.close();
}

// Everything can be reached and done with the keyboard, and is seen to have the focus.
{
  const { context, page } = await open(pages[0]);
  const reachable = await page.evaluate(() => {
    const all = [...document.querySelectorAll("a[href], summary, button, input, [tabindex='0']")]
      .filter(one => one.checkVisibility());
    all.forEach((one, at) => { one.dataset.at = at; });
    return all.length;
  });
  const reached = new Set();
  let unseen = 0;
  for (let i = 0; i < reachable; ++i) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return { at: document.activeElement.dataset.at, seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
    });
    reached.add(focus.at);
    unseen += focus.seen ? 0 : 1;
    if (i === 0) {
      check((await page.evaluate(() => document.activeElement.className)) === "skip", "the first stop skips the contents");
    }
  }
  check(reachable > 30 && reached.size === reachable && !reached.has(undefined), `${reached.size} of ${reachable} are reached by Tab`);
  check(unseen === 0, `${unseen} are not seen to have the focus`);
  const table = page.locator("#findings ~ figure details.table");
  await table.locator("summary").focus();
  await page.keyboard.press("Enter");
  const links = table.locator("th", { hasText: "Links" }).first();
  await links.locator("button").focus();
  await page.keyboard.press("Enter");
  check((await links.getAttribute("aria-sort")) === "descending", "a column of numbers sorts, the greatest first");
  const first = await table.locator("tbody tr").first().locator("td").first().textContent();
  check(first === "18", "the court with most links is first, not " + first);
  await page.keyboard.press("Enter");
  check((await links.getAttribute("aria-sort")) === "ascending", "and the other way round");
  await page.getByLabel("Find a court, a login or a central id").fill("WIWD");
  const shown = await page.locator("details.court:visible").count();
  check(shown >= 1 && shown < (await page.locator("details.court").count()), "courts are found");
  check((await page.locator("[role=status]").textContent()).startsWith(`${shown} of `), "and counted aloud");
  await context.close();
}

// On paper: in light colors whatever the screen has, without what paper cannot do.
{
  const { context, page } = await open(pages[0], { colorScheme: "dark" });
  await page.emulateMedia({ media: "print" });
  check(!(await page.locator("nav").isVisible()), "no contents on paper");
  check((await page.evaluate(() => getComputedStyle(document.body).backgroundColor)) === "rgb(255, 255, 255)", "paper is white");
  const paper = await page.pdf({ format: "Letter", printBackground: true });
  check(paper.length > 10000, "it prints");
  if (pictures) writeFileSync(join(pictures, "paper.pdf"), paper);
  await context.close();
}

// The JSON inside is JSON, and markup in the ledger is text.
{
  const { context, page } = await open(pages[1]);
  const inside = await page.evaluate(() => JSON.parse(document.getElementById("report").textContent));
  check(inside.rows.links === 73, "the JSON inside");
  check(inside.courts.ca7.rows.some(row => row.login.startsWith("<script>")), "a login of markup is a login");
  check((await page.title()) !== "1", "it is no script");
  await context.close();
}

// The test of the test: pages that must not pass.
{
  const folder = mkdtempSync(join(tmpdir(), "report-mutants-"));
  const text = readFileSync(pages[0], "utf8");
  const mutant = async (name, change) => {
    const changed = change(text);
    check(changed !== text, "the mutant differs: " + name);
    const file = join(folder, name + ".html");
    writeFileSync(file, changed);
    return open(file);
  };
  const picture = '<img alt="" src="http://127.0.0.1:9/x.png">';
  const nameless = await mutant("nameless", page => page.replace(' aria-labelledby="bar-t"', "").replace(/<title id="bar-t">.*?<\/title>/, ""));
  check((await violations(nameless.page)).some(one => one.startsWith("svg-img-alt")), "axe sees a picture without a name");
  await nameless.context.close();
  const pale = await mutant("pale", page => page.replace(/<meta http-equiv[^>]*>/, "").replace("--soft:#545d66", "--soft:#b5bdc6"));
  check((await violations(pale.page)).some(one => one.startsWith("color-contrast")), "axe sees text that is too pale");
  await pale.context.close();
  const asking = await mutant("asking", page => page.replace("<main>", "<main>" + picture).replace(/<meta http-equiv[^>]*>/, ""));
  check(asking.told.outside.length === 1, "a page that asks somebody is seen");
  await asking.context.close();
  const guarded = await mutant("guarded", page => page.replace("<main>", "<main>" + picture));
  check(guarded.told.errors.some(one => one.includes("Content Security Policy")), "the policy stops a picture from outside");
  await guarded.context.close();
  const scripted = await mutant("scripted", page => page.replace("<main>", "<main><script>document.title = 1;</script>"));
  check((await scripted.page.title()) !== "1", "the policy stops another script");
  await scripted.context.close();
}

await end(browser);
