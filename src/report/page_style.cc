#include "report/page_style.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/sha256.hpp"

namespace ecflink::report {

// Colors: text on each of them, and each of them on the paper, has the contrast of WCAG AA in both
// schemes. Verdicts are told apart by words, order and pattern too.
std::string_view page_style() noexcept {
    return R"css(
:root{color-scheme:light dark;--paper:#fff;--ink:#1d2329;--soft:#545d66;--line:#dde1e6;--wash:#f5f6f8;
--link:#0a58a8;--allow:#2c7a5c;--hold:#a86500;--refuse:#b3261e;--on:#fff;
--s1:#fdf1ee;--s2:#fadcd5;--s3:#f5bdb1;--s4:#ee9a8a;--s5:#b3261e;--on5:#fff}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14171b;--ink:#e7eaed;--soft:#a5adb6;
--line:#333a42;
--wash:#1c2026;--link:#83b9f5;--allow:#62c4a0;--hold:#e2ad55;--refuse:#f38b80;--on:#14171b;
--s1:#2a1f1f;--s2:#452622;--s3:#63302a;--s4:#843b33;--s5:#f38b80;--on5:#14171b}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0 auto;padding:0 1.5rem 4rem;max-width:76rem;background:var(--paper);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
-webkit-text-size-adjust:100%}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:1px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-999em}
.skip:focus{left:1rem;top:1rem;padding:.5rem 1rem;background:var(--paper);z-index:2}
header{padding:3rem 0 1rem}
h1,li{overflow-wrap:anywhere}
h1{margin:0;font-size:2.25rem;line-height:1.15;letter-spacing:-.02em;font-weight:650;text-wrap:balance}
h2{margin:3rem 0 .25rem;padding-top:1.25rem;border-top:2px solid var(--ink);font-size:1.5rem;line-height:1.2;
letter-spacing:-.01em;font-weight:650}
h3{margin:2rem 0 .5rem;font-size:1.0625rem;line-height:1.35;font-weight:650}
h4{margin:1.25rem 0 .25rem;font-size:.9375rem;font-weight:650}
p{margin:.5rem 0;max-width:44rem}
.kicker{margin:0 0 .5rem;color:var(--soft);font-size:.9375rem}
.lead{margin:1rem 0 1.5rem;font-size:1.25rem;line-height:1.45;max-width:48rem}
.soft{color:var(--soft)}
.small{font-size:.875rem}
code,.key{font:.9em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;
overflow-wrap:anywhere}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.25rem;margin:1rem 0;
font-size:.9375rem}
dl.facts dt{color:var(--soft)}
dl.facts dd{margin:0;min-width:0;overflow-wrap:anywhere}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:1.5rem 0 0;padding:.75rem 0 0;list-style:none;
border-top:1px solid var(--line);font-size:.9375rem}
.figures{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:1rem;margin:1.5rem 0 1rem}
.figures div{border-top:4px solid var(--line);padding-top:.5rem}
.figures dt{font-weight:600;white-space:normal}
.figures dd{margin:0}
.figures .n{text-align:left;font-size:2rem;line-height:1.2;letter-spacing:-.02em;font-weight:650;
font-variant-numeric:tabular-nums}
.figures .allow{border-color:var(--allow)}.figures .hold{border-color:var(--hold)}
.figures .refuse{border-color:var(--refuse)}
.v{font-weight:600;white-space:nowrap}
.v.allow{color:var(--allow)}.v.hold{color:var(--hold)}.v.refuse{color:var(--refuse)}
.parties{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:0 2.5rem;margin-top:1rem}
.parties h3{margin-top:1rem;padding-bottom:.5rem;border-bottom:1px solid var(--ink)}
.parties h3 span{display:block;color:var(--soft);font-weight:400;font-size:.9375rem}
ol.work{margin:0;padding:0;list-style:none}
ol.work li{display:grid;grid-template-columns:1fr auto;gap:0 1rem;padding:.75rem 0;
border-bottom:1px solid var(--line);
break-inside:avoid}
ol.work .what{font-weight:600;overflow-wrap:anywhere}
ol.work .n{font-weight:650;font-variant-numeric:tabular-nums;text-align:right}
ol.work .how,ol.work .where,ol.work svg{grid-column:1/-1}
ol.work svg{display:block;width:100%;height:6px;margin:.35rem 0 .4rem}
ol.work .how{margin:0}
ol.work .where{margin:.25rem 0 0;color:var(--soft);font-size:.875rem;overflow-wrap:anywhere}
figure{margin:1.5rem 0}
figcaption{color:var(--soft);font-size:.875rem;max-width:48rem;margin-bottom:.5rem}
.wide{overflow-x:auto;max-width:100%}
.wide svg{display:block;width:100%;height:auto}
.wide .share{height:2.25rem}
.defs{position:absolute}
.wide .time,.wide .ahead{min-width:44rem}
.wide .heat{width:auto;max-width:none}
table{border-collapse:collapse;font-size:.875rem;line-height:1.4;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);padding:.5rem 0;max-width:44rem}
th,td{padding:.3rem .75rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{border-bottom:1px solid var(--ink);vertical-align:bottom;font-weight:600}
tbody th{font-weight:500}
.n{text-align:right}
td.n,th.n{white-space:nowrap}
th button{all:unset;cursor:pointer;font-weight:600}
th button:focus-visible{outline:3px solid var(--link);outline-offset:2px}
th[aria-sort] button::after{content:" \2191"}
th[aria-sort=descending] button::after{content:" \2193"}
table.cells td,table.cells th{padding:.2rem .45rem}
table.cells tbody th,table.cells thead th:first-child{position:sticky;left:0;background:var(--paper);
padding-left:0}
table.cells thead th.up{height:13rem;vertical-align:bottom}
table.cells thead th.up span{writing-mode:vertical-rl;transform:rotate(180deg);white-space:nowrap}
.t1{background:var(--s1)}.t2{background:var(--s2)}.t3{background:var(--s3)}.t4{background:var(--s4)}
.t5{background:var(--s5);color:var(--on5)}
details{margin:.5rem 0}
summary{cursor:pointer;width:fit-content;max-width:100%}
details.table>summary{color:var(--link);font-size:.9375rem;text-decoration:underline;
text-underline-offset:.15em}
#courts details.court{margin:0;border-bottom:1px solid var(--line)}
#courts details.court>summary{display:grid;grid-template-columns:1rem minmax(0,1fr) repeat(4,6.5rem);
gap:0 .5rem;
width:100%;padding:.5rem 0;list-style:none;font-variant-numeric:tabular-nums}
#courts summary::-webkit-details-marker{display:none}
#courts details.court>summary::before{content:"\25B8";color:var(--soft)}
#courts details.court[open]>summary::before{content:"\25BE"}
#courts summary b{font-weight:600}
#courts summary span.n{font-size:.875rem}
#courts .in{padding:0 0 1.5rem 1.5rem}
#courts .in ul{margin:.25rem 0;padding-left:1.25rem}
.find{display:block;margin:1rem 0}
.find input{display:block;width:100%;max-width:24rem;margin-top:.25rem;padding:.4rem .6rem;font:inherit;
color:inherit;
background:var(--paper);border:1px solid var(--soft);border-radius:4px}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:.5rem 0;padding:0;list-style:none;
font-size:.875rem}
.legend svg{width:.9rem;height:.9rem;vertical-align:-.1rem;margin-right:.35rem}
.legend i{display:inline-block;width:.9rem;height:.9rem;vertical-align:-.1rem;margin-right:.35rem;
border:1px solid var(--line)}
svg text{fill:var(--ink);font-family:inherit;font-variant-numeric:tabular-nums}
svg .dim{fill:var(--soft)}svg .strong{font-weight:600}
svg .allow{fill:var(--allow)}svg .hold{fill:var(--hold)}svg .refuse{fill:var(--refuse)}
svg .gap{stroke:var(--paper);stroke-width:1.5}
svg .grid{stroke:var(--line);stroke-width:1}svg .axis{stroke:var(--ink);stroke-width:1}
svg .track{fill:var(--line)}svg .bar{fill:var(--ink)}
svg .hatch{stroke:var(--paper);stroke-width:2}svg .dots{fill:var(--paper)}
svg .live{fill:var(--ink)}svg .out{fill:none;stroke:var(--ink);stroke-width:1.5}
svg .now{stroke:var(--ink);stroke-width:1;stroke-dasharray:3 3}
svg .none{fill:none;stroke:var(--line)}
svg .h1{fill:var(--s1)}svg .h2{fill:var(--s2)}svg .h3{fill:var(--s3)}svg .h4{fill:var(--s4)}
svg .h5{fill:var(--s5)}
svg .on5{fill:var(--on5)}
.better{color:var(--allow);font-weight:600}.worse{color:var(--refuse);font-weight:600}
footer{margin-top:4rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
@media (max-width:60rem){.parties{grid-template-columns:1fr}}
@media (max-width:40rem){body{padding:0 1rem 3rem}header{padding-top:1.5rem}h1{font-size:1.75rem}
.lead{font-size:1.125rem}
.figures{gap:.5rem}.figures .n{font-size:1.375rem}.figures dd{font-size:.875rem}
dl.facts{grid-template-columns:1fr;gap:0}dl.facts dd{margin-bottom:.5rem}
#courts details.court>summary{grid-template-columns:1rem repeat(4,minmax(0,1fr))}
#courts details.court>summary .name{grid-column:2/-1}
#courts details.court>summary .name+span{grid-column:2}
#courts .in{padding-left:0}}
@media print{@page{margin:14mm}body{max-width:none;padding:0;font-size:10pt}header{padding-top:0}
nav,.skip,.find,.onscreen{display:none!important}h2{margin-top:2rem}h2,h3,h4,figcaption{break-after:avoid}
figure,ol.work li,tr{break-inside:avoid}.wide{overflow:visible}.wide .time,.wide .ahead{min-width:0}
.wide .heat{width:100%}
.parties{grid-template-columns:1fr}details.table:not([open]){display:none}a{color:inherit;
text-decoration:none}
svg,.t1,.t2,.t3,.t4,.t5,.figures div{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)css";
}

std::string_view page_script() noexcept {
    return R"js(
"use strict";
const number = text => Number(text.replace(/,/g, "").match(/^-?[\d.]+/)?.[0] ?? -1);
for (const table of document.querySelectorAll("table.sort")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const isNumber = head.classList.contains("n") || head.classList.contains("up");
      const down = head.ariaSort ? head.ariaSort === "ascending" : isNumber;
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const body = table.tBodies[0];
      const text = row => row.cells[column].textContent;
      const order = isNumber ? (a, b) => number(text(a)) - number(text(b))
                             : (a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0);
      body.append(...[...body.rows].sort((a, b) => (down ? order(b, a) : order(a, b))));
    });
  });
}
const place = document.getElementById("find");
if (place) {
  const label = document.createElement("label");
  const field = document.createElement("input");
  const told = document.createElement("span");
  label.className = "find";
  field.type = "search";
  field.autocomplete = "off";
  told.className = "soft small";
  told.setAttribute("role", "status");
  label.append("Find a court, a login or a central id", field);
  place.append(label, told);
  const courts = [...document.querySelectorAll("details.court")];
  const texts = courts.map(court => court.textContent.toLowerCase());
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    let shown = 0;
    courts.forEach((court, at) => {
      court.hidden = !texts[at].includes(wanted);
      shown += court.hidden ? 0 : 1;
    });
    told.textContent = wanted ? shown + " of " + courts.length + " courts" : "";
  });
}
const openTarget = () => {
  let at = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  const target = at;
  for (; at; at = at.parentElement) if (at.tagName === "DETAILS") { at.hidden = false; at.open = true; }
  if (target) target.scrollIntoView();
};
addEventListener("hashchange", openTarget);
openTarget();
)js";
}

std::string policy_hash(std::string_view content) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const digest hash = detail::sha256({content});
    std::string text = "sha256-";
    // 32 bytes are ten groups of three and one of two
    for (std::size_t at = 0; at < hash.bytes.size(); at += 3) {
        const auto byte = [&](std::size_t i) {
            return i < hash.bytes.size() ? std::uint32_t{hash.bytes[i]} : 0U;
        };
        const std::uint32_t group = byte(at) << 16U | byte(at + 1) << 8U | byte(at + 2);
        for (std::size_t i = 0; i < 4; ++i) {
            text += at + i > hash.bytes.size() ? '=' : digits[group >> (18 - 6 * i) & 63U];
        }
    }
    return text;
}

}  // namespace ecflink::report
