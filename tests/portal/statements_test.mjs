// Every statement of the two courts' documents, on the portal's pages.
// examples/portal/STATEMENTS.md lists them; statements_test.py sets the portal's clock and runs
// this once for each time. Arguments: the folder of the npm packages, the address of the portal,
// the program that makes codes, the secret, and the time.
import { execFileSync } from "node:child_process";

import { check, end, launch } from "../support/browser.mjs";

const [packages, base, program, secret, time] = process.argv.slice(2);
const password = "Lake-Mendota-26";
const courtPassword = "old-Capitol-22";
const browser = await launch(packages);
const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
page.setDefaultTimeout(15000);

/// A row of STATEMENTS.md was looked at, at this time.
const met = (row, is) => {
  check(is, `${time}: ${row}`);
  console.log("met: " + row);
};
const go = path => page.goto(base + path);
const main = async () => (await page.textContent("main")).replace(/\s+/g, " ");
const says = async (...texts) => { const all = await main(); return texts.every(one => all.includes(one)); };
const submit = () => page.click("main form button[type=submit]");
const steps = (court, query) => go(`/steps?court=${court}&language=en&${query}`);
/// The state of a step, as the page shows it: "now", "later", "done"; null if it is not a step of
/// this person.
const state = async step => {
  const one = page.locator(`.portal-step[data-step=${step}]`);
  return await one.count() === 0 ? null : /portal-step--(\S+)/.exec(await one.getAttribute("class"))[1];
};
const step = async name => (await page.textContent(`.portal-step[data-step=${name}]`)).replace(/\s+/g, " ");
const dates = async () =>
  (await page.locator(".portal-line li").allTextContents()).map(one => one.replace(/\s+/g, " "));
const menus = () => page.textContent("#menus");

const signOn = async (username, court) => {
  await context.clearCookies();
  await go(`/court/${court}/sign-on`);
  await page.fill("#username", username);
  await page.fill("#password", password);
  await submit();
  const code = execFileSync(program, ["code", "--second-factor", secret], { encoding: "utf8" });
  await page.fill("#code", code.trim());
  await page.click("label[for=redaction]");
  await submit();
};
const typeLogin = async (court, login) => {
  await go(`/court/${court}/link`);
  await page.fill("#login", login);
  await page.fill("#password", courtPassword);
  await submit();
};

/// The page of the bankruptcy court: steps one to three before the go-live, step four from then on.
const wiwbPreparation = async () => {
  await steps("wiwb", "central=none&account=unknown");
  met("wiwb-step-1", await page.getAttribute("#next", "data-step") === "register-individual-account" &&
      (await step("register-individual-account")).includes("https://pacer.uscourts.gov"));
  const numbers = await step("know-credentials");
  met("wiwb-step-3",
      await state("know-credentials") === "now" && numbers.includes("login and the password") &&
      numbers.includes("(608) 264-5178") && numbers.includes("(715) 839-2980"));
  await steps("wiwb", "central=legacy&account=known");
  met("wiwb-step-2", await says("a Legacy account (made before August 11, 2014)") &&
      await page.getAttribute("#next", "data-step") === "upgrade-central-account");
};
const wiwbCannotLink = async () => {
  met("wiwb-step-4",
      await state("link") === "later" && (await step("link")).includes("From March 30, 2020, 8:00 a.m. CDT"));
  await signOn("gwinter", "wiwb");
  met("wiwb-not-before-the-link", !(await menus()).includes("Bankruptcy") && await says("you cannot file"));
  await typeLogin("wiwb", "gwinter");
  met("wiwb-step-4", await says("Not now.") && await page.locator("#account-name").count() === 0);
};
const wiwdText =
  "This is a restricted government website for official PACER use only. All activities of PACER " +
  "subscribers or users of this system for any purpose, and all access attempts, may be recorded and " +
  "monitored by persons authorized by the federal judiciary for improper use, protection of system " +
  "security, performance of maintenance and for appropriate management by the judiciary of its " +
  "systems. By subscribing to PACER, users expressly consent to system monitoring and to official " +
  "access to data reviewed and created by them on the system. If evidence of unlawful activity is " +
  "discovered, including unauthorized access attempts, it may be reported to law enforcement " +
  "officials.";

const at = {
  "wiwb, before": async () => {
    await wiwbPreparation();
    met("wiwb-steps-1-to-3-first",
        await state("upgrade-central-account") === "now" && await state("link") === "later");
    const line = await dates();
    met("wiwb-go-live",
        line.some(one => one.startsWith("March 30, 2020, 8:00 a.m. CDT") && one.includes("goes live")));
    met("wiwb-outage",
        line.some(one => one.startsWith("March 26, 2020, 4:30 p.m. CDT") &&
        one.includes("nothing can be filed")));
    met("wiwb-until-then", (await page.textContent("#meanwhile")).includes("March 26, 2020, 4:30 p.m. CDT"));
    await wiwbCannotLink();
    await signOn("bholloway", "wiwb");
    await go("/court/wiwb/my-steps");
    met("wiwb-step-2", await page.getAttribute("#next", "data-step") === "upgrade-central-account");
  },
  "wiwb, in the outage": async () => {
    await wiwbPreparation();
    met("wiwb-outage", await says("out of service until March 30, 2020, 8:00 a.m. CDT") &&
        await page.locator("#meanwhile").count() === 0);
    await wiwbCannotLink();
    await go("/court/wiwb");
    met("wiwb-outage", await says("Wait until the court's system is back."));
  },
  "wiwb, after": async () => {
    await wiwbPreparation();
    met("wiwb-outage", !await says("out of service"));
    await steps("wiwb", "central=upgraded&account=known");
    met("wiwb-step-4", await state("link") === "now");
    await signOn("bholloway", "wiwb");
    await typeLogin("wiwb", "bholloway");
    met("wiwb-step-2", await page.locator("#account-name").count() === 0 && await says("cannot be linked"));
    await signOn("gwinter", "wiwb");
    met("wiwb-not-before-the-link", !(await menus()).includes("Bankruptcy") && await says("you cannot file"));
    await typeLogin("wiwb", "gwinter");
    await page.click("button[value=submit]");
    met("wiwb-step-4", await says("You have linked your accounts"));
    await go("/court/wiwb");
    met("wiwb-entry-point", (await menus()).includes("Bankruptcy") && await says("view and file", "gwinter"));
    await go("/court/nysb");
    met("wiwb-one-account",
        await says("Welcome to U.S. Bankruptcy Court for the Southern District of New York"));
    met("wiwb-level-of-access", (await page.textContent("#level")).includes("you cannot file"));
    await go("/staff/wiwb/sign-on");
    await page.fill("#login", "clerk.ito");
    await page.fill("#password", courtPassword);
    await submit();
    await go("/staff/wiwb/registrations");
    met("wiwb-courts-admit",
        (await page.textContent("h1")).length > 0 && page.url().endsWith("/registrations"));
  },
  "wiwd, before": async () => {
    await steps("wiwd", "central=upgraded&account=unknown");
    met("wiwd-go-live",
        (await dates()).some(one => one.startsWith("April 25, 2022") && one.includes("goes live")));
    met("wiwd-know-login", await page.getAttribute("#next", "data-step") === "know-credentials");
    met("wiwd-retrieve-login", (await step("know-credentials")).includes("608-264-5156"));
    met("wiwd-from-go-live",
        await state("link") === "later" && (await step("link")).includes("From April 25, 2022"));
    await steps("wiwd", "central=shared&account=known");
    const register = "register-individual-account";
    met("wiwd-own-account",
        await page.getAttribute("#next", "data-step") === register &&
        (await step(register)).includes("keep a shared one for research, and do not upgrade it"));
    await steps("wiwd", "central=legacy&account=known");
    met("wiwd-upgrade", await page.getAttribute("#next", "data-step") === "upgrade-central-account");
  },
  "wiwd, after": async () => {
    await steps("wiwd", "central=upgraded&account=known");
    met("wiwd-from-go-live", await state("link") === "now");
    await go("/?language=en");
    await page.selectOption("#court", "wiwd");
    await page.click("text=Go to the sign-on page");
    met("wiwd-steps-1-2", page.url() === base + "/court/wiwd/sign-on");
    met("wiwd-step-3-screen",
        await page.textContent("h1") === "U.S. District Court for the Western District of Wisconsin Login");
    met("wiwd-step-3-fields", await says("* Required information") &&
        await page.getByLabel("Username").getAttribute("required") !== null &&
        await page.getByLabel("Password").getAttribute("required") !== null &&
        await page.getByLabel("Client Code").getAttribute("required") === null);
    const links = await page.locator("main a").allTextContents();
    met("wiwd-step-3-links",
        ["Forgot password?", "Forgot username?", "Need an account?"].every(one => links.includes(one)));
    met("wiwd-step-3-notice", await says(wiwdText));
    met("wiwd-step-3-shared", await says("Do not use an account that a law firm shares"));
    await signOn("asample", "wiwd");
    met("wiwd-step-7-menus", !/Civil|Criminal/.test(await menus()));
    const bar = (await page.textContent(".portal-header")).replace(/\s+/g, " ");
    met("wiwd-step-5-bar",
        ["CM/ECF", "Query", "Reports", "Utilities", "Help", "Log Out"].every(one => bar.includes(one)));
    await page.click(".portal-menu a:has-text('Utilities')");
    met("wiwd-step-4-page", await says("Your Account", "Miscellaneous", "Mailings", "Court Information"));
    await page.click("main >> text=Link a CM/ECF account to my PACER account");
    met("wiwd-step-4-link", page.url() === base + "/court/wiwd/link");
    met("wiwd-step-5-what",
        await says("This utility links your PACER account with your e-filer account in this court."));
    met("wiwd-step-5-search", await says("If you use CM/ECF for PACER only, no action is necessary."));
    met("wiwd-step-5-how",
        await says("If you had a CM/ECF e-filing account in this court before the court converted to " +
                   "NextGen CM/ECF, enter your old CM/ECF login and password below and press Submit."));
    met("wiwd-step-5-form",
        await page.getByLabel("CM/ECF login").isVisible() &&
        await page.getByLabel("CM/ECF password").isVisible() &&
        (await page.locator("main form button").allTextContents()).join() === "Submit,Clear");
    const below = await page.locator("main .portal-list a").allTextContents();
    met("wiwd-step-5-links",
        ["Forgot your password?", "Forgot login/password"].every(one => below.includes(one)) &&
        below.some(one => one.startsWith("More about upgraded PACER account")));
    await page.click("text=Forgot your password?");
    met("wiwd-reset-password", await says("help with a new password", "608-264-5156"));
    await typeLogin("wiwd", "asample");
    met("wiwd-step-6-question", await says("Do you want to link these accounts?"));
    met("wiwd-step-6-names", await page.textContent("#account-name") === "Attorney Sample" &&
        await page.textContent("#central-name") === "Attorney Sample");
    const warned = await page.textContent(".usa-summary-box");
    met("wiwd-step-6-permanent", warned.includes("for good") && warned.includes("stop working"));
    met("wiwd-step-6-from-now-on", warned.includes("use your PACER account to view"));
    met("wiwd-step-6-form",
        (await page.locator("main form button").allTextContents()).join() === "Submit,Clear");
    await page.click("main >> text=Go back to Utilities: the names do not match");
    met("wiwd-step-6-back", page.url() === base + "/court/wiwd/utilities");
    await typeLogin("wiwd", "asample");
    await page.click("button[value=submit]");
    met("wiwd-step-7-message", await says("You have linked your accounts"));
    met("wiwd-step-7-refresh",
        await says("You may need to refresh your browser to see all menus. Press F5 on your keyboard"));
    met("wiwd-step-6-from-now-on",
        await says("From now on, use your PACER account to view and file documents"));
    await go("/court/wiwd");
    met("wiwd-step-7-menus", /Civil[\s\S]*Criminal/.test(await menus()));
    met("wiwd-step-7-ready", (await page.textContent("#level")).includes("view and file"));
    await go("/court/wiwd/link");
    met("wiwd-once", page.url() === base + "/court/wiwd");
    await go("/court/wiwd/utilities");
    met("wiwd-once", await says("There is nothing left to link."));
  },
};
try {
  await at[time]();
} catch (error) {
  check(false, `${time}: ${page.url()}: ${error}`);
}
await end(browser);
