// What tests in a browser share: Debian's Chromium, which asks nobody for anything of its own; a tally of
// checks; and axe, the rules of accessibility.
import { createRequire } from "node:module";
import { join } from "node:path";

/// The failed checks, and how many there were.
export const tally = { failures: [], checks: 0 };

export const check = (is, what) => {
  ++tally.checks;
  if (!is) {
    tally.failures.push(what);
    console.error("FAILED: " + what);
  }
};

const packages_of = folder => createRequire(join(folder, "node_modules", "x.js"));

/// Starts the browser. `folder` has the packages of npm.
export const launch = folder => packages_of(folder)("playwright-core").chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/// What axe finds wrong with a page, by all rules or by that of contrast alone: a color scheme
/// changes nothing else. It must have passed more than `least` rules, so that an empty page does not
/// pass.
export const violations = async (folder, page, { contrastAlone = false, least = 10 } = {}) => {
  const { AxeBuilder } = packages_of(folder)("@axe-core/playwright");
  const axe = new AxeBuilder({ page });
  const found = await (contrastAlone
    ? axe.withRules(["color-contrast"])
    : axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])).analyze();
  check(found.passes.length > (contrastAlone ? 0 : least), "axe looks at something");
  const shown = nodes => nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(" | ");
  return found.violations.map(one => `${one.id}: ${shown(one.nodes)}`);
};

/// Ends the program; its status tells whether a check failed.
export const end = async browser => {
  await browser.close();
  console.log(`${tally.checks} checks, ${tally.failures.length} failed`);
  process.exit(tally.failures.length === 0 ? 0 : 1);
};
