// A picture of one page. Arguments: the folder of the npm packages, the address, the value of the cookie
// "portal" or an empty text, the width and height of the window, a color scheme, and the file.
import { launch } from "../support/browser.mjs";

const [packages, address, cookie, width, height, colorScheme, file] = process.argv.slice(2);
const browser = await launch(packages);
const context = await browser.newContext({
  locale: "en-US", colorScheme, viewport: { width: Number(width), height: Number(height) } });
if (cookie) await context.addCookies([{ name: "portal", value: cookie, url: address }]);
const page = await context.newPage();
await page.goto(address);
await page.evaluate(() => document.fonts.ready);
await page.screenshot({ path: file });
await browser.close();
