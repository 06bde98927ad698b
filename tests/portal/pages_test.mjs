// The portal in a browser. Arguments: the folder of the npm packages, a folder for pictures or an empty text,
// the address of the portal, the program that makes codes of the second factor, and the secret.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { check, end, launch, violations as found_by_axe } from "../support/browser.mjs";

const [packages, pictures, base, program, secret] = process.argv.slice(2);
const password = "Lake-Mendota-26";
const courtPassword = "old-Capitol-22";
const browser = await launch(packages);

const code = () => execFileSync(program, ["code", "--second-factor", secret], { encoding: "utf8" }).trim();

/// A new visitor, whose page may ask nobody but the portal, and may complain of nothing.
const visitor = async (options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.on("request", request => check(request.url().startsWith(base), "asks only the portal: " + request.url()));
  page.on("console", message => {
    // the status of a page that refuses is no fault of the page
    if (message.type() === "error" && !message.text().includes("the server responded with a status of 4")) {
      check(false, `${page.url()}: console: ${message.text()}`);
    }
  });
  page.on("pageerror", error => check(false, `${page.url()}: ${error}`));
  return { context, page };
};

/// All rules in the light scheme; in the dark one only contrast can differ.
const violations = (page, colorScheme = "light") =>
  found_by_axe(packages, page, { contrastAlone: colorScheme === "dark" });

/// Looks at the page as it is, in both schemes and widths.
const look = async (page, name) => {
  await page.waitForLoadState("load");
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => document.fonts.ready);
    const found = await violations(page, colorScheme);
    check(found.length === 0, `${name}, ${colorScheme}: axe: ${found.join("; ")}`);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      check(await page.evaluate(() => document.documentElement.scrollWidth) <= width, `${name}: no sideways scrolling at ${width}`);
      if (pictures) {
        mkdirSync(pictures, { recursive: true });
        await page.screenshot({ path: join(pictures, `${name}-${colorScheme}-${width}.png`), fullPage: true });
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  }
  await page.emulateMedia({ colorScheme: "light" });
  check(await page.locator("h1").count() === 1, `${name}: one heading`);
  check(!/\[\[|\{\{/.test(await page.content()), `${name}: every message and value is there`);
};

const signOn = async (page, username, court = "wiwd") => {
  await page.goto(`${base}/court/${court}/sign-on`);
  await page.fill("#username", username);
  await page.fill("#password", password);
  await page.click("main button[type=submit]");
  await page.fill("#code", code());
  await page.click("label[for=redaction]");
  await page.click("main button[type=submit]");
};

/// Moves the focus by Tab until it is on what the selector names.
const tabTo = async (page, selector) => {
  for (let i = 0; i < 60; ++i) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(one => document.activeElement?.matches(one), selector)) {
      const seen = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        return style.outlineStyle !== "none" || style.boxShadow !== "none";
      });
      check(seen, `the focus on ${selector} is seen`);
      return;
    }
  }
  check(false, `the keyboard reaches ${selector}`);
};
const typeInto = async (page, selector, text) => { await tabTo(page, selector); await page.keyboard.type(text); };
const press = async (page, selector, key = "Enter") => {
  await tabTo(page, selector);
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
};

const words = {
  en: { link: "Link a CM/ECF account to my PACER account", ask: "Do you want to link these accounts?", done: "You have linked your accounts" },
  es: { link: "Vincular una cuenta de CM/ECF con mi cuenta de PACER", ask: "¿Quiere vincular estas cuentas?", done: "Ha vinculado sus cuentas" },
};

// The ceremony of the court's instructions, steps 1 to 7: by clicks in English, by the keyboard in Spanish.
{
  const { context, page } = await visitor();
  await page.goto(base + "/");
  await look(page, "en-01-front");
  await page.selectOption("#court", "wiwd");
  await page.click("text=Go to the sign-on page");
  await look(page, "en-02-sign-on");
  for (const text of ["Username", "Password", "Client Code", "Forgot password?", "Forgot username?", "Need an account?",
                      "This is a restricted government website for official PACER use only"]) {
    check((await page.textContent("main")).includes(text), "step 3 says: " + text);
  }
  await page.fill("#username", "asample");
  await page.fill("#password", "not the password");
  await page.click("main button[type=submit]");
  await look(page, "en-03-sign-on-failed");
  await page.fill("#username", "asample");
  await page.fill("#password", password);
  await page.click("main button[type=submit]");
  await look(page, "en-04-code");
  await page.fill("#code", code());
  await page.click("label[for=redaction]");
  await page.click("main button[type=submit]");
  await look(page, "en-05-home-before");
  check(!(await page.textContent("#menus")).includes("Civil"), "no menu to file before the link");
  await page.click(".portal-menu a:has-text('Utilities')");
  await look(page, "en-06-utilities");
  await page.click("main >> text=" + words.en.link);
  await look(page, "en-07-link");
  await page.fill("#login", "asample");
  await page.click("button[type=reset]");
  check(await page.inputValue("#login") === "", "Clear empties the form");
  await page.fill("#login", "asample");
  await page.fill("#password", "wrong");
  await page.click("main form button[type=submit]");
  await look(page, "en-08-link-refused");
  await page.fill("#login", "asample");
  await page.fill("#password", courtPassword);
  await page.click("main form button[type=submit]");
  await look(page, "en-09-confirm");
  check(await page.textContent("#account-name") === "Attorney Sample" && await page.textContent("#central-name") === "Attorney Sample", "both names");
  check((await page.textContent("main")).includes(words.en.ask), "step 6 asks");
  check(await page.locator("#look-twice").count() === 0, "equal names need no second look");
  await page.click("button[value=clear]");
  await look(page, "en-10-cleared");
  await page.fill("#login", "asample");
  await page.fill("#password", courtPassword);
  await page.click("main form button[type=submit]");
  await page.click(".portal-header__language");
  check((await page.textContent("main")).includes(words.es.ask), "the same page in Spanish");
  await page.click(".portal-header__language");
  await page.click("button[value=submit]");
  await look(page, "en-11-done");
  check((await page.textContent("main")).includes(words.en.done) && (await page.textContent("main")).includes("F5"), "step 7");
  check(await page.locator("#owed li").count() >= 4, "what is owed, done by others");
  await page.goBack();
  check(!(await page.textContent("main")).includes(words.en.ask), "the back button shows no page to confirm again");
  await look(page, "en-12-over");
  await page.goto(base + "/court/wiwd");
  await look(page, "en-13-home-after");
  check(/Civil[\s\S]*Criminal/.test(await page.textContent("#menus")), "all menus after the link");
  await page.goto(base + "/court/wiwd/my-steps");
  await look(page, "en-14-my-steps");
  check(await page.getAttribute("#next", "data-step") === "sign-on", "nothing is left but to sign on");
  await page.goto(base + "/court/wiwd/registration");
  await look(page, "en-15-registration");
  await page.click(".portal-header__side button");
  await look(page, "en-16-signed-off");
  await context.close();
}
{
  const { context, page } = await visitor({ locale: "es-US" });
  await page.goto(base + "/court/wiwd/sign-on");
  check(await page.getAttribute("html", "lang") === "es", "the browser's language");
  await look(page, "es-02-sign-on");
  await typeInto(page, "#username", "jlnunez");
  await typeInto(page, "#password", password);
  await press(page, "main button[type=submit]");
  await look(page, "es-04-code");
  await typeInto(page, "#code", code());
  await tabTo(page, "#redaction");
  await page.keyboard.press("Space");
  await press(page, "main button[type=submit]");
  await look(page, "es-05-home-before");
  await press(page, ".portal-menu a[href$=utilities]");
  await look(page, "es-06-utilities");
  await press(page, "main a[href$='/link']");
  await look(page, "es-07-link");
  await typeInto(page, "#login", "jlnunez");
  await typeInto(page, "#password", courtPassword);
  await press(page, "main form button[type=submit]");
  await look(page, "es-09-confirm");
  check((await page.textContent("main")).includes(words.es.ask), "the question in Spanish");
  check(!/for good|stop working|cannot undo|PACER account/.test(await page.textContent("main")), "no sentence is left in English");
  await press(page, "button[value=submit]");
  await look(page, "es-11-done");
  check((await page.textContent("main")).includes(words.es.done), "linked by the keyboard alone");
  await context.close();
}

// Look twice: a generation that only one name states; and names that differ, which a clerk must decide.
{
  const { context, page } = await visitor();
  await signOn(page, "tbrandt");
  await page.goto(base + "/court/wiwd/link");
  await page.fill("#login", "tbrandt");
  await page.fill("#password", courtPassword);
  await page.click("main form button[type=submit]");
  check((await page.textContent("#look-twice")).includes("generation"), "why to look twice");
  await look(page, "en-20-look-twice");
  await context.close();
}
{
  const filer = await visitor();
  await signOn(filer.page, "mhart");
  await filer.page.goto(base + "/court/wiwd/link");
  await filer.page.fill("#login", "mwells");
  await filer.page.fill("#password", courtPassword);
  await filer.page.click("main form button[type=submit]");
  await look(filer.page, "en-21-held");
  check(await filer.page.locator("button[value=submit]").count() === 0, "nothing to submit before a clerk decides");
  const { context, page } = await visitor();
  await page.goto(base + "/staff/wiwd/sign-on");
  await look(page, "en-30-staff-sign-on");
  await page.fill("#login", "clerk.reyes");
  await page.fill("#password", courtPassword);
  await page.click("main button[type=submit]");
  await look(page, "en-31-staff-queue");
  await page.click("tbody a");
  await look(page, "en-32-staff-hold");
  await page.fill("#reason", "Name taken on marriage, certificate seen");
  await page.click("button[value=approve]");
  await page.goto(base + "/staff/wiwd?all=yes");
  await look(page, "en-33-staff-queue-decided");
  for (const [name, path] of [["registrations", "/registrations"], ["dashboard", "/dashboard"], ["audit", "/audit"], ["unlink", "/unlink"]]) {
    await page.goto(base + "/staff/wiwd" + path);
    await look(page, "en-34-staff-" + name);
  }
  await page.fill("#login", "dlinares");
  await page.fill("#central", "7000012");
  await page.click("button[value=look]");
  await look(page, "en-35-staff-unlink-look");
  await page.goto(base + "/staff/wiwd/dashboard?language=es");
  await look(page, "es-34-staff-dashboard");
  await context.close();
  await filer.page.goto(base + "/court/wiwd/link");
  await filer.page.fill("#login", "mwells");
  await filer.page.fill("#password", courtPassword);
  await filer.page.click("main form button[type=submit]");
  await filer.page.click("button[value=submit]");
  check((await filer.page.textContent("main")).includes(words.en.done), "linked once a clerk has approved");
  await filer.context.close();
}

// What do I have to do? The first three steps of the bankruptcy court's page before its go-live, and the fourth.
for (const language of ["en", "es"]) {
  const { context, page } = await visitor();
  for (const [name, query, next] of [
    ["before", "court=exl&central=legacy&account=known", "upgrade-central-account"],
    ["outage", "court=exo&central=upgraded&account=known", "link"],
    ["none", "court=wiwb&central=none&account=unknown", "register-individual-account"],
    ["search", "court=wiwd&purpose=search", "search"],
    ["linked", "court=wiwd&linked=yes", "sign-on"],
    ["new", "court=wiwd&account=none", "request-privileges"]]) {
    await page.goto(`${base}/steps?${query}&language=${language}`);
    check(await page.getAttribute("#next", "data-step") === next, `${query}: the next step is ${next}`);
    if (["before", "outage"].includes(name)) await look(page, `${language}-40-steps-${name}`);
  }
  await page.goto(`${base}/court/wiwb/forgotten`);
  await look(page, `${language}-41-forgotten`);
  check((await page.textContent("#login")).includes("(608) 264-5178"), "the help desk of the court's own page");
  await context.close();
}

// Two windows of one person: the second link form is over once the first is confirmed.
{
  const { context, page } = await visitor();
  await signOn(page, "bsample");
  const second = await context.newPage();
  for (const one of [page, second]) {
    await one.goto(base + "/court/wiwd/link");
    await one.fill("#login", "bsample");
    await one.fill("#password", courtPassword);
    await one.click("main form button[type=submit]");
  }
  await page.click("button[value=submit]");
  check((await page.textContent("main")).includes(words.en.done), "the first window links");
  await second.click("button[value=submit]");
  check(await second.title().then(one => one.startsWith("Nothing was linked")), "the second links nothing");
  await context.close();
}

// Every other page in both languages; and who cannot sign on learns why.
for (const language of ["en", "es"]) {
  const { context, page } = await visitor();
  await page.goto(`${base}/nothing?language=${language}`);
  await look(page, `${language}-50-not-found`);
  await signOn(page, language === "en" ? "lmbeki" : "spatel");
  await look(page, `${language}-51-not-signed-on`);
  await signOn(page, language === "en" ? "rtamm" : "nquist", "nysb");
  await page.goto(base + "/court/nysb/agents");
  await look(page, `${language}-52-agents`);
  await context.close();
}

// The test of the test: a page whose label was taken away, and one in a color nobody can read.
{
  const { context, page } = await visitor();
  await page.goto(base + "/court/wiwd/sign-on");
  await page.evaluate(() => document.querySelector("label[for=username]").remove());
  check((await violations(page)).some(one => one.startsWith("label")), "a missing label is found");
  await page.goto(base + "/court/wiwd/sign-on");
  await page.evaluate(() => { document.querySelector("main p").style.color = "#ccc"; });
  check((await violations(page)).some(one => one.startsWith("color-contrast")), "a pale text is found");
  await context.close();
}

await end(browser);
